META
key;value
description;Упай айылы
country;Kyrgyzstan
unit;Упай
instance;2026
num_projects;3
num_votes;5
budget;100
vote_type;cumulative
rule;greedy
date_begin;10.11.2026
date_end;25.11.2026
max_sum_points;10
language;ky
currency;KGS
PROJECTS
project_id;cost;votes;score;name;selected
1;60;3;14;Мектептин чатыры;1
2;50;3;12;Китепкана;0
3;40;2;4;Көчөттөр;1
VOTES
voter_id;vote;points;voting_method
c1;1,2;6,4;internet
c2;1,2;5,5;internet
c3;2,1;3,3;paper
c4;3;3;paper
c5;3;1;internet
