META
key;value
description;Тең-Үлүш айылы
country;Kyrgyzstan
unit;Тең-Үлүш
instance;2026
num_projects;4
num_votes;10
budget;100
vote_type;approval
rule;equalshares/add1
date_begin;10.11.2026
date_end;25.11.2026
language;ky
currency;KGS
PROJECTS
project_id;cost;votes;name;selected
1;40;6;Спорт аянтчасы;1
2;30;5;Жарык;0
3;45;4;Суу түтүгү;1
4;20;3;Аялдама;0
VOTES
voter_id;vote
a1;1,2
a2;1,2
a3;1,2
a4;1,2
a5;1,2
a6;1
a7;3,4
a8;3,4
a9;3,4
a10;3
