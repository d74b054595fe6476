META
key;value
description;Үч-Эмчек, бир долбоор тандоо
country;Kyrgyzstan
unit;Үч-Эмчек
instance;2026
num_projects;3
num_votes;6
budget;700000
vote_type;choose-1
rule;greedy-no-skip
date_begin;10.11.2026
date_end;25.11.2026
min_length;1
max_length;1
currency;KGS
PROJECTS
project_id;cost;votes;name;selected
p3;100;1;Гүлзар;0
p2;300000;2;Дөбөдөгү суу насосу;1
p1;400000;3;Фельдшердик пункттун жылытуусу;1
VOTES
voter_id;vote;voting_method
e1;p1;internet
e2;p1;paper
e3;p1;paper
e4;p2;internet
e5;p2;assembly
e6;p3;internet
