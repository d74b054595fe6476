from tests.roll_stage import bring_in, frozen, imported, lines, roll_of_people
from pb.records import rolls


def test_x(stage):
    stage.announced()
    found = imported(stage, 3)
    assert len(found) == 3
    job = bring_in(stage, roll_of_people(stage, 5))
    print(job.report)
    frozen(stage, 2)
    print(rolls.roll_of(stage.round().id).root.hex(), [l.status for l in lines(stage)])
    assert 0
