META
key;value
description;Тең-Добуш айылы
country;Kyrgyzstan
unit;Тең-Добуш
instance;2026
num_projects;4
num_votes;4
budget;250000
vote_type;approval
rule;greedy
date_begin;10.11.2026
date_end;25.11.2026
max_length;2
currency;KGS
PROJECTS
project_id;cost;votes;name;selected
T3;100000;2;Аялдама;1
T1;90000;2;Спорт бурчу;1
T2;70000;2;Көрүстөндүн тосмосу;0
T4;60000;1;Үн күчөткүч;1
VOTES
voter_id;vote
d1;T3,T1
d2;T3,T2
d3;T1,T2
d4;T4
