META
key;value
description;Ак-Төрпү айылы, чакан долбоорлор
country;Kyrgyzstan
unit;Ак-Төрпү
instance;2026
num_projects;5
num_votes;8
budget;500000
vote_type;approval
rule;greedy-no-skip
date_begin;2026
date_end;2026
max_length;3
min_project_score_threshold;3
PROJECTS
project_id;cost;votes;name;selected
11;120000;2;Үйүлгөн таштандыны чыгаруу;0
12;200000;6;Мектепке көз айнек дүкөнү;1
13;350000;5;Жаңы өткөөл;0
14;100000;4;Отургучтар;0
15;900000;1;Өзөн жээгин бекемдөө;0
VOTES
voter_id;vote
b1;12,13
b2;12,13
b3;12,13,14
b4;12,14
b5;12,14
b6;12,13
b7;13,14,11
b8;11,15
