def test_it_answers_as_an_admin_by_default(amber, book):
    said = amber("ask", "revenue all last week", "--as-of", "2026-11-17")
    assert 0 == said.code
    assert "$350.30" in said.out


def test_it_answers_as_somebody(amber, book):
    said = amber("ask", "revenue last week", "--as", "minh", "--as-of", "2026-11-17")
    assert "$50" in said.out


def test_it_refuses_what_that_person_may_not_see(amber, book):
    said = amber("ask", "revenue @minh", "--as", "linh@lantern.example")
    assert (4, 1) == (said.code, said.err.count("\n"))


def test_it_asks_which_of_several_people_is_meant(amber, book):
    said = amber("ask", "--as", "nguyen")
    assert (2, "amber: --as: 'nguyen' may be Linh Nguyen (3) or Olga Nguyen (5); write the ID\n") == (
        said.code,
        said.err,
    )


def test_it_suggests_a_person(amber, book):
    said = amber("ask", "--as", "Dimitry Orlof")
    assert (2, "amber: --as: nobody is called 'Dimitry Orlof'; did you mean Dmitri Orlov (1)?\n") == (
        said.code,
        said.err,
    )


def test_it_says_what_a_wrong_command_may_have_meant(amber, book):
    said = amber("ask", "frehness")
    assert 2 == said.code or "freshness" in said.out
