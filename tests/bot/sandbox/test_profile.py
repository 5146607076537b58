"""What the bot says of itself: commands, texts, menu; and the files it asks for."""

from typing import Any

import pytest

from bot.sandbox.pictures import size
from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot


async def test_the_bot_knows_itself(world: World, bot: Bot) -> None:
    """getMe is a bot User with what the bot can do."""
    me = await bot.ok("getMe")
    assert me.items() >= world.bot.items()
    assert (me["is_bot"], me["username"], me["can_read_all_group_messages"]) == (True, "spool_bot", False)


def command(name: str) -> list[dict[str, str]]:
    """One command."""
    return [{"command": name, "description": f"About {name}"}]


async def test_the_narrowest_scope_with_the_persons_language_wins(world: World, bot: Bot, reader: int) -> None:
    """A person sees one list: their chat's, else all private chats', else the default, each first in their language."""
    arab = world.add_person("Nur", language_code="ar-EG")
    steps: list[tuple[dict[str, Any], str, str]] = [
        ({}, "default", "default"),
        ({"language_code": "ar"}, "default", "default_ar"),
        ({"scope": {"type": "all_private_chats"}}, "private", "private"),
        ({"scope": {"type": "all_private_chats"}, "language_code": "ar"}, "private", "private_ar"),
        ({"scope": {"type": "chat", "chat_id": reader}}, "own", "private_ar"),
    ]
    assert world.commands(reader) == []
    for params, name, name_ar in steps:
        await bot.ok("setMyCommands", commands=command(name_ar if "language_code" in params else name), **params)
        assert [item["command"] for item in world.commands(reader)] == [name]
        assert [item["command"] for item in world.commands(arab)] == [name_ar]
    await bot.ok("deleteMyCommands", scope={"type": "chat", "chat_id": reader})
    assert world.commands(reader) == command("private")
    assert await bot.ok("getMyCommands", language_code="ar") == command("default_ar")
    await bot.ok("setMyCommands", commands=[], scope={"type": "all_private_chats"})
    assert world.commands(reader) == command("default")


async def test_groups_show_their_own_commands(world: World, bot: Bot, reader: int) -> None:
    """Admins and single members may see others."""
    friend = world.add_person("Omid")
    group = world.add_group("Friends", [friend], admins=[reader])
    scopes: list[tuple[dict[str, Any], str, str]] = [
        ({"type": "all_group_chats"}, "groups", "groups"),
        ({"type": "all_chat_administrators"}, "admins", "groups"),
        ({"type": "chat", "chat_id": group}, "here", "here"),
        ({"type": "chat_administrators", "chat_id": group}, "adminshere", "here"),
        ({"type": "chat_member", "chat_id": group, "user_id": friend}, "adminshere", "member"),
    ]
    names = ["groups", "admins", "here", "adminshere", "member"]
    for (scope, for_admin, for_friend), name in zip(scopes, names, strict=True):
        await bot.ok("setMyCommands", commands=command(name), scope=scope)
        assert world.commands(reader, chat=group) == command(for_admin)
        assert world.commands(friend, chat=group) == command(for_friend)


WRONG_COMMANDS: list[tuple[dict[str, Any], str]] = [
    ({"commands": {}}, "Bad Request: expected an Array of BotCommand"),
    ({"commands": ["x"]}, "Bad Request: can't parse BotCommand: expected an Object"),
    ({"commands": [{"command": "x"}]}, "Bad Request: can't parse BotCommand: Can't find field \"description\""),
    ({"commands": command("Upper")}, "Bad Request: BOT_COMMAND_INVALID"),
    ({"commands": command("x" * 33)}, "Bad Request: BOT_COMMAND_INVALID"),
    ({"commands": [{"command": "x", "description": " "}]}, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
    ({"commands": [{"command": "x", "description": "x" * 257}]}, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
    ({"commands": command("x") * 101}, "Bad Request: BOT_COMMANDS_TOO_MUCH"),
    ({"commands": [], "language_code": "eng"}, "Bad Request: invalid language code specified"),
    ({"commands": [], "scope": {"type": "x"}}, "Bad Request: can't parse BotCommandScope: Unsupported type specified"),
    ({"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "Bad Request: chat not found"),
]


@pytest.mark.parametrize(("params", "description"), WRONG_COMMANDS)
async def test_wrong_commands_are_refused(bot: Bot, params: dict[str, Any], description: str) -> None:
    """Names, descriptions, numbers, languages and scopes are checked."""
    assert await bot.refused("setMyCommands", **params) == description


async def test_texts_are_kept_by_language(bot: Bot) -> None:
    """A language without its own text shows the default one."""
    for field, noun, most in (
        ("name", "Name", 64),
        ("description", "Description", 512),
        ("short_description", "ShortDescription", 120),
    ):
        assert await bot.ok(f"setMy{noun}", **{field: "one"}) is True
        assert await bot.ok(f"setMy{noun}", **{field: "eins", "language_code": "de"}) is True
        assert await bot.ok(f"getMy{noun}") == {field: "one"}
        assert await bot.ok(f"getMy{noun}", language_code="de") == {field: "eins"}
        assert await bot.ok(f"getMy{noun}", language_code="fr") == {field: "one"}
        assert "too long" in await bot.refused(f"setMy{noun}", **{field: "x" * (most + 1)})
    await bot.ok("setMyName")
    assert await bot.ok("getMyName") == {"name": "Spool"}


async def test_the_menu_button_is_kept_for_each_chat(bot: Bot, reader: int) -> None:
    """A chat's own button, else the default."""
    assert await bot.ok("getChatMenuButton", chat_id=reader) == {"type": "commands"}
    await bot.ok("setChatMenuButton", menu_button={"type": "default"})
    await bot.ok("setChatMenuButton", chat_id=reader, menu_button={"type": "commands"})
    assert await bot.ok("getChatMenuButton") == {"type": "default"}
    assert await bot.ok("getChatMenuButton", chat_id=reader) == {"type": "commands"}
    refusal = await bot.refused("setChatMenuButton", menu_button={"type": "x"})
    assert refusal == "Bad Request: can't parse MenuButton: Unsupported type specified"


async def test_files_are_fetched_up_to_20_mb(world: World, bot: Bot, reader: int) -> None:
    """Larger and unknown files are refused; a file given by address leads there."""
    big = world.send_media(reader, "document", data=bytes(20 * 1024 * 1024 + 1))
    assert await bot.refused("getFile", file_id=big["document"]["file_id"]) == "Bad Request: file is too big"
    unknown = await bot.refused("getFile", file_id="nonsense")
    assert unknown == "Bad Request: wrong file_id or the file is temporarily unavailable"
    sent = await bot.ok("sendPhoto", chat_id=reader, photo="https://example.org/a.jpg")
    file = await bot.ok("getFile", file_id=sent["photo"][0]["file_id"])
    assert world.file_url(file["file_id"]) == "https://example.org/a.jpg"
    async with bot.session.get(
        f"{bot.base}/file/bot{bot.token}/{file['file_path']}", allow_redirects=False
    ) as response:
        assert (response.status, response.headers["Location"]) == (302, "https://example.org/a.jpg")
    for token, status in ((bot.token, 404), ("1:x", 401)):
        async with bot.session.get(f"{bot.base}/file/bot{token}/nowhere") as response:
            assert response.status == status


async def test_nobody_has_a_profile_photo(bot: Bot, reader: int) -> None:
    """The list is empty for a known user and refused for an unknown one."""
    assert await bot.ok("getUserProfilePhotos", user_id=reader) == {"total_count": 0, "photos": []}
    assert await bot.refused("getUserProfilePhotos", user_id=5) == "Bad Request: user not found"


def webp(kind: bytes, tail: bytes) -> bytes:
    """The start of a WebP file."""
    return b"RIFF\0\0\0\0WEBP" + kind + tail


JPEG_START = b"\xff\xd8\xff\xe0\x00\x04\x00\x00"
PICTURES = [
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03", (2, 3)),
    (b"GIF89a\x02\x00\x03\x00", (2, 3)),
    (JPEG_START + b"\xff\xc0\x00\x11\x08\x00\x03\x00\x02", (2, 3)),
    (JPEG_START + b"\xff\xc4\x00\x02", None),
    (JPEG_START + b"\xff\xda\x00\x02\x00\x00\x00\x00\x00\x00\x00", None),
    (webp(b"VP8X", bytes(8) + b"\x01\0\0\x02\0\0"), (2, 3)),
    (webp(b"VP8L", bytes(5) + (1 | 2 << 14).to_bytes(4, "little")), (2, 3)),
    (webp(b"VP8 ", bytes(10) + b"\x02\0\x03\0"), (2, 3)),
    (webp(b"VP8?", bytes(20)), None),
    (b"GIF89a", None),
    (b"", None),
]


@pytest.mark.parametrize(("data", "expected"), PICTURES)
def test_the_size_of_a_picture_is_read_from_its_first_bytes(data: bytes, expected: tuple[int, int] | None) -> None:
    """PNG, GIF, JPEG and WebP; nothing is said of anything else."""
    assert size(data) == expected
