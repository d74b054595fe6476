META
key;value
description;Көк-Бүлүң айыл аймагы
country;Kyrgyzstan
unit;Көк-Бүлүң
instance;2025
num_projects;3
num_votes;6
budget;300001.75
vote_type;approval
rule;greedy-threshold
date_begin;01.10.2025
date_end;15.10.2025
min_project_score_threshold;3
currency;KGS
PROJECTS
project_id;cost;votes;name;selected
K-01;100000.25;5;Ичүүчү суунун бассейни;1
K-02;200000.5;3;Күрөө короо;1
K-03;1;2;Көчөт;0
VOTES
voter_id;vote
c1;K-01,K-02
c2;K-01,K-02,K-03
c3;K-01,K-03
c4;K-01
c5;K-01,K-02
c6;
