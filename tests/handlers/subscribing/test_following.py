"""Following by one tap from wherever a story, an author or a hashtag is shown, and /subscriptions."""

from storage.delivery.subjects import Kind, Subject
from storage.delivery.subscribers import Address
from tests.builders import NOW, story
from tests.driver import Person, Telegram, buttons, labels, visible


async def followed(person: Person) -> list[str]:
    """What somebody follows, newest first."""
    entries, _ = await person.telegram.services.subscriptions.page(Address(person.id), 0)
    return [f"{entry.subject.kind} {entry.label}".strip() for entry in entries]


async def test_a_title_card_follows_the_author_and_back(telegram: Telegram) -> None:
    """One tap follows, the button says so, another takes it back."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1")
    answer = await ada.press("🔔 Follow")
    assert answer["text"].startswith("Followed")
    assert await followed(ada) == ["author Mira_Tides"]
    assert labels(ada.last())[2][0] == "🔔 Following"
    answer = await ada.press("🔔 Following")
    assert (answer["text"], labels(ada.last())[2][0]) == ("No longer followed.", "🔔 Follow")
    assert await followed(ada) == []


async def test_an_end_card_names_the_author(telegram: Telegram) -> None:
    """`🔔 Follow @author`, and back; without an author there is no such button."""
    await telegram.bring(story("All of it."), story("Nobody's.", handle="", source_id="s2", source="text"))
    ada = telegram.person()
    await ada.start("t_1_1")
    await ada.press("Finish ✓")
    await ada.press("🔔 Follow")
    assert await followed(ada) == ["author Mira_Tides"]
    assert labels(ada.last())[1] == ["🔔 Following @mira_tides"]
    await ada.press("🔔 Following")
    assert await followed(ada) == []
    await ada.start("t_2_1")
    await ada.press("Finish ✓")
    assert not any("Follow" in key["text"] for key in buttons(ada.last()))


async def test_a_story_that_nobody_is_known_to_have_written_follows_everything(telegram: Telegram) -> None:
    """There is nothing else to follow on its title card."""
    await telegram.bring(story("Nobody's.", handle="", source="text"))
    ada = telegram.person()
    await ada.start("t_1")
    await ada.press("🔔 Follow")
    assert await followed(ada) == ["all"]


async def test_every_word_that_is_left_out_can_be_found_and_taken_back(telegram: Telegram) -> None:
    """Of many the first are shown; a part of one behind the command shows it whole."""
    ada = telegram.person()
    await ada.start()
    for number in range(40):
        await ada.say(f"/subscriptions -a{number} word")
    long = "The " + "very " * 15 + "last"
    await ada.say(f"/subscriptions -{long}")
    assert long not in visible(ada.last())
    assert "write a part of its name behind the command" in visible(ada.last())
    (found,) = await ada.say("/subscriptions Very")
    assert f"Left out: {long}" in visible(found)
    assert "word" not in visible(found).split("Left out:")[1].split("\n")[0]
    await ada.say(f"/subscriptions +{long}")
    (found,) = await ada.say("/subscriptions Very")
    assert "Left out:" not in visible(found)


async def test_author_and_tag_pages_follow_what_they_show(telegram: Telegram) -> None:
    """The button stands below the list, and the list stays."""
    await telegram.bring(story("#harbour"))
    ada = telegram.person()
    await ada.start()
    for ask, wanted in (("#harbour", "tag harbour"), ("@mira_tides", "author Mira_Tides")):
        await ada.say(ask)
        await ada.press("🔔 Follow")
        assert (await followed(ada))[0] == wanted
        assert "#harbour" in visible(ada.last())
        await ada.press("🔔 Following")
        assert await followed(ada) == []
        await ada.press("🔔 Follow")
        await telegram.services.subscriptions.unfollow(Address(ada.id), [], NOW)


async def test_in_a_group_a_member_follows_for_themselves(telegram: Telegram) -> None:
    """A toast tells; the card stays as it is; whoever never opened the bot is told to."""
    await telegram.bring(story())
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    await ada.start()
    group = telegram.world.add_group("Readers", [ada.id, ben.id])
    await ada.start("t_1", chat=group)
    card = ada.last(group)
    answer = await ada.press("🔔 Follow", card)
    assert answer["text"].startswith("Followed")
    assert await followed(ada) == ["author Mira_Tides"]
    assert telegram.world.message(group, card["message_id"]) == card
    answer = await ben.press("🔔 Follow", card)
    assert answer["text"].startswith("Open the bot once")
    assert await followed(ben) == []


async def test_forged_presses_follow_nothing(telegram: Telegram) -> None:
    """An author, tag or story that is not there; a list that can't be followed."""
    await telegram.bring(story())
    ada = telegram.person()
    (card,) = await ada.start("t_1")
    for data in ("1db99.0", "1dg99.0", "1ds0.0", "1b99", "1xs0.0", "1mr5", "1ml0", "1ia99"):
        await ada.press_data(data, card, forged=True)
    assert await followed(ada) == []


async def test_a_forged_page_is_the_last_there_is(telegram: Telegram) -> None:
    """However large its number: nothing is counted down to it, and nothing fails."""
    ada = telegram.person()
    await ada.start()
    await ada.say("/subscriptions")
    await ada.press("🔔 Follow everything")
    for number in (1, 10**12, 2**63 - 1):
        for data in (f"1mt{number}", f"1zl{number}"):
            await ada.press_data(data, ada.last(), forged=True)
            assert "Every new story" in visible(ada.last())


async def test_the_list_shows_removes_and_brings_back(telegram: Telegram) -> None:
    """Everything at first by one tap; each removed by one; the last removed comes back."""
    await telegram.bring(story("#harbour"))
    ada = telegram.person()
    await ada.start()
    (card,) = await ada.say("/subscriptions")
    assert visible(card).startswith("You follow nothing yet")
    await ada.press("🔔 Follow everything")
    assert visible(ada.last()).startswith("You follow 1 thing\n\n1. Every new story")
    await ada.say("#harbour")
    await ada.press("🔔 Follow")
    await ada.say("/subscriptions")
    assert "1. #harbour\n2. Every new story" in visible(ada.last())
    await ada.press("✕ 1")
    assert await followed(ada) == ["all"]
    await ada.press("Bring back")
    assert await followed(ada) == ["tag harbour", "all"]
    await ada.press("Unsubscribe from all")
    await ada.press("Keep")
    assert len(await followed(ada)) == 2
    await ada.press("Unsubscribe from all")
    await ada.press("Yes, unsubscribe")
    assert await followed(ada) == []
    await ada.press("Bring back")
    assert len(await followed(ada)) == 2


async def test_two_hundred_are_paged_and_searched(telegram: Telegram) -> None:
    """Ten to a page, forward and back; a part of a name finds; removing the last of the last page goes a page back."""
    await telegram.bring(*(story(f"#tag{n}", source_id=f"t{n}") for n in range(201)))
    ada = telegram.person()
    await ada.start()
    for number in range(201):
        entry = await telegram.services.tags.of_key(f"tag{number}")
        assert entry is not None
        subject = Subject(Kind.TAG, entry.tag.id)
        services = telegram.services
        await services.subscriptions.follow(Address(ada.id), subject, NOW, set_by=ada.id, language="en")
    (card,) = await ada.say("/subscriptions")
    assert visible(card).startswith("You follow 201 things")
    for _ in range(20):
        await ada.press("▶")
    assert [row for row in labels(ada.last()) if "✕" in row[0]] == [["✕ 201"]]
    await ada.press("✕ 201")
    assert "✕ 200" in [key["text"] for key in buttons(ada.last())]
    await ada.press("◀")
    assert "✕ 181" in [key["text"] for key in buttons(ada.last())]
    (card,) = await ada.say("/subscriptions TAG19")
    assert "Subscriptions with" in visible(card)
    assert visible(card).count("#tag19") == 10
    assert "There are more" in visible(card)
    await ada.press("✕ 3", card)
    assert visible(ada.last()).startswith("Subscriptions with “TAG19”")
    assert visible(ada.last()).count("#tag19") == 10
    assert "There are more" not in visible(ada.last())
    (card,) = await ada.say("/subscriptions  tag199 ")
    await ada.press("✕ 1", card)
    assert "None of them" in visible(ada.last())
    await ada.press("Bring back")
    assert visible(ada.last()).startswith("You follow 199 things")
    (card,) = await ada.say("/subscriptions nowhere")
    assert "None of them" in visible(card)


async def test_words_are_left_out_by_the_command(telegram: Telegram) -> None:
    """A minus leaves out, a plus takes back, and says so in any case; the list says what is left out."""
    ada = telegram.person()
    await ada.start()
    await ada.say("/subscriptions -salt water")
    (card,) = await ada.say("/subscriptions -#ghosts")
    assert "Left out: #ghosts, salt water" in visible(card)
    (card,) = await ada.say("/subscriptions +salt water")
    assert visible(card).endswith("Left out: #ghosts")
    assert visible(card).startswith("Left out no longer: salt water")
    (card,) = await ada.say("/subscriptions +never left out")
    assert visible(card).startswith("Left out no longer: never left out")
    (card,) = await ada.say("/subscriptions -")
    assert await telegram.services.subscriptions.left_out(Address(ada.id)) == ["#ghosts"]


async def test_subscriptions_are_personal(telegram: Telegram) -> None:
    """In a group the command says where to send it; a press on somebody's list does nothing."""
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id])
    (said,) = await ada.say("/subscriptions@spool_bot", chat=group)
    assert "private chat" in visible(said)
    answer = await ada.press_data("1me0", said, forged=True)
    assert "personal" in answer["text"]
    answer = await ada.press_data("1xl0.0", said, forged=True)
    assert "personal" in answer["text"]
    assert await followed(ada) == []


async def test_deleting_ones_data_ends_every_subscription(telegram: Telegram) -> None:
    """Nothing of what was followed is kept."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1")
    await ada.press("🔔 Follow")
    await ada.say("/privacy")
    await ada.press("Delete my data")
    await ada.press("Yes, delete")
    assert await followed(ada) == []
    assert await telegram.services.subscribers.reach() == (0, 0)
