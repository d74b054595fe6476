META
key;value
description;Кызыл-Өзөн айыл аймагы, демилгелүү бюджет
country;Kyrgyzstan
unit;Кызыл-Өзөн
instance;2026
num_projects;6
num_votes;12
budget;1000000
vote_type;approval
rule;greedy
date_begin;10.11.2026
date_end;25.11.2026
min_length;1
max_length;3
language;ky
currency;KGS
PROJECTS
project_id;cost;votes;name;selected
1;420000;8;Төмөнкү көчөгө жарык;1
2;650000;7;Суу түтүгүн жаңылоо;0
3;300000;5;"Балдар аянтчасы ""Күн нуру""";1
4;300000.50;4;Көпүрө оңдоо;0
5;280000;2;"Китепкана: чатыр; эшик, терезе";1
6;150000;0;Өрттөн коргонуу бурчу;0
VOTES
voter_id;vote;voting_method
a01;1,2,3;internet
a02;3,2,1;internet
a03;1,2,4;internet
a04;1,2;paper
a05;1,3,5;internet
a06;2,1;paper
a07;1,4;internet
a08;1;assembly
a09;2,3;internet
a10;2,4;paper
a11;3,5;internet
a12;4;internet
