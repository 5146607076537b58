"""The yardstick of `benchmarks.tap`: the same visible work in a minimal stock python-telegram-bot program.

Its own HTTP client, `concurrent_updates`, one row read from SQLite for the tweet, the callback answered, the message
edited with the same text and the same seven buttons.

    python -m benchmarks.tap_stock API_URL TOKEN DATABASE
"""

import sys

import aiosqlite
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

TWEETS = 9


async def tap(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Next: one row, one answer, one edit."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    number = int(query.data.split(".")[1]) % TWEETS + 1
    rows = await context.bot_data["database"].execute_fetchall("SELECT text FROM tweet WHERE number = ?", (number,))
    await query.answer()
    row = [
        InlineKeyboardButton("◀ Prev", callback_data=f"1p1.{number}.0"),
        InlineKeyboardButton(f"{number}/{TWEETS}", callback_data=f"1j1.{number}.0"),
        InlineKeyboardButton("Next ▶", callback_data=f"1n1.{number}.0"),
    ]
    actions = [
        InlineKeyboardButton("🔖 Save", callback_data=f"1v1.{number}.0"),
        InlineKeyboardButton("# Tags", callback_data=f"1t1.{number}.0"),
        InlineKeyboardButton("↗ Share", callback_data=f"1h1.{number}.0"),
        InlineKeyboardButton("🔗 Open", url=f"https://t.me/spool_bot?start=t_1_{number}"),
    ]
    await query.edit_message_text(
        next(iter(rows))[0],
        parse_mode=ParseMode.HTML,
        reply_markup=InlineKeyboardMarkup([row, actions]),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


async def opened(application: Application) -> None:  # type: ignore[type-arg]  # stock use has no parameters
    """Open the database."""
    application.bot_data["database"] = await aiosqlite.connect(sys.argv[3])


def main() -> None:
    """Poll until stopped."""
    application = (
        Application.builder()
        .token(sys.argv[2])
        .base_url(f"{sys.argv[1]}/bot")
        .concurrent_updates(True)
        .post_init(opened)
        .build()
    )
    application.add_handler(CallbackQueryHandler(tap))
    application.run_polling()


if __name__ == "__main__":
    main()
