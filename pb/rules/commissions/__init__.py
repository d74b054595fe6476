"""The contest commission: who sits on it, what it scores by, and what comes out.

rounding    which way a figure is rounded, and to how many digits
functions   points for what was measured: tables, lines, per head, yes and no
criteria    criteria with weights, in blocks with weights; the scale of members' marks
members     make-up, declarations of interest, who may and who must score what
sheets      score sheets, sealed until all are handed in
codes       codes that stand for applications while they are scored
ranking     the order of applications, and what decides between equal totals
written     criteria as a text, for keeping and for the hash of a rule set
terms       what of all this follows from the rule set of a round
results     every figure from a member's mark to the total
figures     a result as a text, for keeping and for its hash
"""
