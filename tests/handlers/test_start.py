"""The first touch and deep links of every kind."""

import pytest

from tests.builders import story
from tests.driver import Telegram, labels, links, payload_of, visible
from threads.links import tag_payload
from threads.model import TagId


async def test_start_shows_one_sentence_and_the_newest_story(telegram: Telegram) -> None:
    """No form and no language question: a story to read, and ways to others."""
    await telegram.bring(story("An older one.", source_id="s1"), story("The newest one.", source_id="s2"))
    ada = telegram.person()
    (card,) = await ada.start()
    assert visible(card).startswith("Stories told as threads, one tweet at a time.")
    assert "The newest one." in visible(card)
    assert labels(card) == [["▶ Read"], ["Latest", "Tags", "Search"]]
    await ada.press("▶ Read")
    assert labels(ada.last())[0][1] == "1/1"


async def test_start_with_an_empty_library_says_so(telegram: Telegram) -> None:
    """Nobody is left with a button that leads nowhere."""
    (card,) = await telegram.person().start()
    assert "There is no story yet" in visible(card)
    assert labels(card) == []


async def test_a_link_to_a_tweet_opens_it_for_someone_new(telegram: Telegram) -> None:
    """Right after START the very tweet is there: nothing before it."""
    await telegram.bring(story())
    (frame,) = await telegram.person().start("t_1_2")
    assert labels(frame)[0][1] == "2/3"


async def test_a_link_past_the_end_says_so_and_shows_the_nearest_tweet(telegram: Telegram) -> None:
    """A tweet that is not there any more, or never was: a kind sentence, then the last one."""
    await telegram.bring(story())
    said, frame = await telegram.person().start("t_1_77")
    assert visible(said).startswith("The tweet of this link is not in the story any more.")
    assert labels(frame)[0][1] == "3/3"


async def test_links_of_tags_and_authors_open_their_pages(telegram: Telegram) -> None:
    """h_, g_ and a_ payloads, as the bot itself puts them into its messages."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_2")
    found = links(frame)
    (page,) = await ada.start(payload_of(found["#ghosts"]))
    assert visible(page).startswith("#ghosts · 1 story")
    (page,) = await ada.start("g_1")
    assert visible(page).startswith("#harbour · 1 story")
    (page,) = await ada.start("a_1")
    assert visible(page).startswith("Mira_Tides @mira_tides\n1 story")


async def test_a_tag_too_long_for_a_link_goes_by_its_id(telegram: Telegram) -> None:
    """Thai tags pass 64 characters when encoded: the frame links them by id and the link works."""
    label = "ความทรงจำที่ไม่มีวันลืมเลือนของเรา"
    await telegram.bring(story(f"#{label} ริมทะเล"))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    payload = payload_of(links(frame)[f"#{label}"])
    assert payload == tag_payload(label, TagId(1)) == "g_1"
    (page,) = await ada.start(payload)
    assert visible(page).startswith(f"#{label} · 1 story")


@pytest.mark.parametrize(
    "payload",
    [
        "t_99",
        "t_99_1",
        "t_1_0",
        "t_",
        "t_x_1",
        "h_____",
        "h_bm9zdWNo",
        "g_99",
        "a_99",
        "zzz",
        "t_99999999999999999999",
        "-",
    ],
)
async def test_a_link_that_leads_nowhere_gets_a_kind_sentence_and_the_latest(telegram: Telegram, payload: str) -> None:
    """Unknown ids, mangled payloads, unknown tags and authors: one sentence, and stories to open below it."""
    await telegram.bring(story())
    (card,) = await telegram.person().start(payload)
    first, _, rest = visible(card).partition("\n\n")
    assert first.endswith((".", ":"))
    assert rest.startswith("Latest stories")
    assert labels(card)[0] == ["1"]


async def test_links_to_withdrawn_stories_and_drafts_are_not_opened(telegram: Telegram) -> None:
    """What readers may not see stays closed, with something else to read."""
    await telegram.bring(story())
    await telegram.bring(story("Not yet.", source_id="s2"), draft=True)
    await telegram.bring(story("Open to all.", source_id="s3"))
    await telegram.withdraw(1)
    ada = telegram.person()
    for payload in ("t_1_2", "t_1", "t_2", "t_2_1"):
        (card,) = await ada.start(payload)
        assert visible(card).startswith("This story is not available any more.")
        assert "Open to all." in visible(card)
        assert "Not yet." not in visible(card)
