"""Labels of events never cover each other, whatever happened."""

from hypothesis import given
from hypothesis import strategies as st

from culprit.report.drawing import Box, text_width
from culprit.report.flags import Flag, Wanted, placed

LEFT, RIGHT = 130.0, 760.0
wanted = st.lists(
    st.builds(
        Wanted,
        st.floats(150, 706),
        st.sampled_from(["Rib fracture", "Hip fracture ×12", "MRI", "骨折", "x" * 300]),
        st.integers(0, 3),
    ),
    max_size=45,
)


def cloth(flag: Flag) -> Box:
    width = text_width(flag.text, 10)
    left = flag.x + 3 if flag.anchor == "start" else flag.x - 3 - width
    return Box(left, -flag.row - 1, left + width, -flag.row)


@given(wanted)
def test_no_flag_covers_a_flag_or_a_pole(labels: list[Wanted]) -> None:
    flags, homeless = placed(labels, LEFT, RIGHT)
    assert sorted([flag.index for flag in flags] + homeless) == list(range(len(labels)))
    for i, flag in enumerate(flags):
        box = cloth(flag)
        assert box.left >= LEFT
        assert box.right <= RIGHT
        for other in flags[:i] + flags[i + 1 :]:
            assert not box.overlaps(cloth(other))
            assert not box.overlaps(Box(other.x - 0.4, -other.row - 0.5, other.x + 0.4, 1))


def test_neighbours_are_stacked() -> None:
    flags, homeless = placed([Wanted(300, "Rib fracture"), Wanted(306, "Vertebral fracture"), Wanted(312, "MRI")], LEFT, RIGHT)
    assert homeless == []
    assert sorted(flag.row for flag in flags) == [0, 1, 2]


def test_at_the_right_edge_a_flag_flies_left() -> None:
    flags, _ = placed([Wanted(704, "Vertebral compression fracture")], LEFT, RIGHT)
    assert flags[0].anchor == "end"


def test_where_room_is_scarce_fractures_are_named_first() -> None:
    crowd = [Wanted(400 + i * 0.1, f"diagnosis {i}", 3) for i in range(12)] + [Wanted(400.55, "Hip fracture", 0)]
    flags, homeless = placed(crowd, LEFT, RIGHT)
    assert 12 in {flag.index for flag in flags}
    assert homeless
