META
key;value
description;Ак-Өзөн
country;Kyrgyzstan
unit;Ак-Өзөн айылы
instance;2026
num_projects;2
num_votes;4
budget;500000
vote_type;approval
rule;greedy
date_begin;10.11.2026
date_end;25.11.2026
min_length;1
max_length;2
currency;KGS
language;ky
PROJECTS
project_id;cost;votes;name;selected
1;300000;3;Көпүрө;1
2;200000.5;3;Суу түтүгү;0
VOTES
voter_id;vote;voting_method
а1;2,1;internet
а2;1;paper
а3;2;assembly
а4;1,2;internet
