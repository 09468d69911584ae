"""How long a sign-in lasts: idle ends it for all tabs and for good, and a restart of the server does not revive it."""

from __future__ import annotations

from ui.seats import Seat, Seats, key_of

IDLE_S = 1800.0
START_S = 1_700_000_000.0


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now_s = START_S

    def __call__(self) -> float:
        return self.now_s


def take(seats: Seats, key: str = "k", begun_s: float = START_S, left: bool = False, acts: bool = True) -> Seat:
    return seats.take(key, begun_s, IDLE_S, lambda: left, acts=acts)


def test_a_sign_in_is_new_once_and_lasts_while_something_is_done():
    clock = Clock()
    seats = Seats(clock)
    assert take(seats) is Seat.NEW
    for _ in range(10):
        clock.now_s += IDLE_S
        assert take(seats) is Seat.IN_USE


def test_nothing_done_for_longer_ends_it_for_good():
    clock = Clock()
    seats = Seats(clock)
    take(seats)
    clock.now_s += IDLE_S + 1
    assert take(seats) is Seat.IDLE
    assert take(seats, begun_s=clock.now_s) is Seat.IDLE


def test_looking_is_not_doing_and_one_tab_keeps_the_other():
    clock = Clock()
    seats = Seats(clock)
    take(seats)
    clock.now_s += IDLE_S - 1
    assert take(seats, acts=False) is Seat.IN_USE
    clock.now_s += 2
    assert take(seats, acts=False) is Seat.IDLE
    seats = Seats(clock)
    take(seats, begun_s=clock.now_s)
    clock.now_s += IDLE_S - 1
    take(seats)  # the other tab
    clock.now_s += IDLE_S - 1
    assert take(seats, acts=False) is Seat.IN_USE


def test_leaving_ends_it_for_every_tab_and_for_a_copied_cookie():
    seats = Seats(Clock())
    take(seats)
    seats.leave("k")
    assert take(seats) is Seat.LEFT
    assert take(seats, "another") is Seat.NEW


def test_after_a_restart_an_old_sign_in_is_idle_and_one_that_was_left_stays_left():
    clock = Clock()
    assert take(Seats(clock), begun_s=START_S - IDLE_S - 1) is Seat.IDLE
    assert take(Seats(clock), begun_s=START_S - IDLE_S + 1) is Seat.NEW
    assert take(Seats(clock), left=True) is Seat.LEFT


def test_what_is_too_old_is_forgotten_and_then_judged_by_its_beginning():
    clock = Clock()
    seats = Seats(clock)
    take(seats)
    clock.now_s += 40 * 86_400
    take(seats, "another", begun_s=clock.now_s)
    assert take(seats) is Seat.IDLE


def test_two_sign_ins_of_one_person_are_told_apart():
    claims = {"iss": "https://p", "sub": "1", "iat": 5, "nonce": "a", "email": "x"}
    assert key_of(claims) == key_of(claims | {"email": "y"})
    assert len({key_of(claims), key_of(claims | {"nonce": "b"}), key_of(claims | {"iat": 6})}) == 3
