"""Why something can't be read, corrected or published at once: the sentences that errors and drafts bring along.

They are made where Spool reads and kept in English, as errors and exported stories are; here they stand where
translators find them. What a sentence names is lifted out of it: `most`, `least`, `count` and `number` are numbers,
`tweets`, `blocks`, `posts` and `parts` a number and its noun, `why` is such a sentence itself, all others are words:
signs and Latin words that would run the wrong way among those of another language are lifted out too.
"""


def known(sentence: str) -> str:
    """The same sentence: a mark for what collects those to translate."""
    return sentence


REASONS = (
    # Why a draft waits.
    known("A reader suggests this story: look at it as at anything that a stranger sends."),
    known("Its beginning is missing at the source: look whether it can be read without."),
    known("The author's own replies beside the thread are left out ({ids}): look whether they belong."),
    known("The page's header is missing or damaged: look for author, date, and where each tweet begins."),
    known("The page says {tweets} and the text has {blocks}: look whether blank lines inside a tweet split it."),
    known(
        "The page says {tweets} and the text has {blocks}: look whether blank lines were lost, or tweets that are only "
        "a picture."
    ),
    known("The page says {tweets} and {count} are in it: look whether it was saved whole."),
    known("The front matter says {tweets} and the text has {blocks}: look where they are divided."),
    known(
        "The numbers say {tweets} and the text has {blocks}: look whether tweets are missing, or blank lines inside a "
        "tweet split it."
    ),
    known("The date in the front matter can't be read: write it as {form}."),
    known("Tweet {number} has {count} characters: look whether it is several tweets in one."),
    known("The feed does not say what answers what: look whether these tweets are one thread."),
    known("The messages come from {count} senders: look whose story it is."),
    known("Messages with neither words nor a picture, such as stickers and voice messages, were left out: {count}."),
    known("The saved page may end before the thread does: its last post has replies that are not there."),
    known("The saved context has as many posts as servers show at most: look whether the thread goes on."),
    known("The author shows these posts to people with an account alone: publish them only with the author's leave."),
    known("The author shows these posts to their followers alone: publish them only with the author's leave."),
    known("Not everybody may see these posts where they come from: publish them only with the author's leave."),
    known("Its pictures lie in the archive: give the archive as a whole, or look whether they can be seen."),
    known("The file does not say whose tweets these are: give the archive as a whole, or look whether you know."),
    known(
        "Two threads of the author are put together here, since one leads to the other: look whether they are one "
        "story."
    ),
    known("The source keeps the tweet {id} cut short: look whether it can be read so."),
    known("The tweet {id} has a newer version, which is not in the file: look whether this one can be read."),
    # What no importer can read.
    known("{name} is empty: there is no story in it."),
    known("{name} holds no text: there is no story in it."),
    known("{name} holds no story: look whether it is the right one."),
    known("{name} holds more than {most} stories: bring it in with `spool import` on the machine."),
    known("{name} has more than {most} blocks of text: bring it in as several stories."),
    known("{name} has more than {most} tweets: bring it in as several stories."),
    known("{name} has more than {most} lines: bring it in as several stories."),
    known("{name} is larger than {most} MiB: split it into smaller files."),
    known("{name} takes too long or too much memory to read here: bring it in with `spool import`."),
    known("Many files are being read right now: please send it again in a minute."),
    known("Spool itself failed at reading this ({fault}): please report it with the file."),
    known("{name} seems to be {kind}: give the story as text."),
    known("{name} has bytes that are not {encoding} text {where}: save it as UTF-8 and try again."),
    known("{name} can't be read: look at its rights and its disk."),
    known("Line {number} of {name} is longer than {most} MiB: write each story on a line of its own."),
    known("{name} looks like {kind}: Spool reads {formats}; give {option} to take it as plain text."),
    known("{name} has no tweets beside a page's header and footer: copy the whole page."),
    known(
        "{name} has no Thread Reader header with date and number of tweets, nor a page's footer: copy the whole page, "
        "or bring it in as plain text with {option}."
    ),
    known("{name} holds {kind}: save the page of the thread itself."),
    known("The markup of {name} is nested or crowded as that of no real page: copy the story's text instead."),
    known("{name} is a feed without entries that can be a story: look whether it is whole."),
    known("{name} declares entities, which no feed needs: it may be hostile."),
    known("{name} is no well-formed feed: line {number} breaks off."),
    known("{name} is nested or crowded as no real feed is."),
    known("{name} holds no posts that can be a story: look whether it was saved whole."),
    known("This thread needs more than {most} questions to its network: save it as a file and import that."),
    # Archives.
    known(
        "{name} holds {tweets}, but no thread of at least {least}: “spool import --min-tweets 1” takes lone tweets too."
    ),
    known("{name} holds {posts}, but no thread of at least {least}."),
    known("{name} holds no list of tweets: look whether it was unpacked whole."),
    known("{name} holds no list of posts: look whether it was saved whole."),
    known("{name} holds an entry that is larger than any tweet: it is damaged or hostile."),
    known("{name} ends in the middle: unpack or download the archive again."),
    known("{name} is not what archives have there: look whether it was unpacked whole."),
    known("{name} is not valid JSON: unpack or download the archive again."),
    known("{name} is an archive, but has no outbox.json: give the files in it."),
    known("{name} is packed as no posts are: the archive is damaged or hostile."),
    known("{name} is packed as no tweets are: the archive is damaged or hostile."),
    known("This archive is packed as no posts are: it is damaged or hostile."),
    known("{name} is a damaged archive: download it again."),
    known("{name} is a damaged or locked zip archive: download it again."),
    known("{name} has too many files for one zip archive: unpack it and give the folder."),
    known("{name} is a zip archive, but not one of X's, which holds data/tweets.js: give the files in it."),
    known("This file of an X archive holds no tweets and stays closed: give tweets.js, or the archive as a whole."),
    known("{name} should hold {tweets} and {count} are in it: download it again."),
    known("{name} is damaged {where}: look whether it was saved whole."),
    known("{name} has a line that is longer than tweets are: look whether it is a table."),
    # JSON, of which several parts may be wrong: the first is told.
    known("This is not valid JSON: {error}."),
    known("this is not valid JSON: {error}."),
    known("this is not valid JSON."),
    known("{name} is not valid JSON: {error}."),
    known("Here {where} has to be a JSON object."),
    known('In {where}, "{field}" has to be {kind}.'),
    known("A story in Spool's format says so with {form}."),
    known("This was written by a newer Spool (format {number}): update Spool to read it."),
    # The rules of a story, and what corrections need.
    known("An address has to begin with https://, hold no spaces and be at most {most} characters long."),
    known("A time without a time zone can't be kept: write it with an offset, as {form}."),
    known("A quoted tweet needs its text or its link."),
    known("A poll needs at least one answer to choose."),
    known("Tweet numbers begin at 1, not {count}."),
    known("Tweet {number} is longer than {most} characters: split it in two."),
    known("Tweet {number} has more than {most} pictures: split it in several."),
    known("Tweet {number} is empty: give it text or media, or mark it as a gap."),
    known("A story needs to say where it comes from: give its source."),
    known("A story needs at least one tweet."),
    known("A story holds at most {most} tweets, not {count}: bring it in as several."),
    known("Two tweets of the story have the same number: number them differently, or leave the numbers out."),
    known("This tweet is not in the story any more: look at it again."),
    known("A story needs at least one tweet: discard the draft, or withdraw the story."),
    known("No tweet follows this one: join the one before it instead."),
    known("A missing tweet can't be joined: remove it, or write down what it said."),
    known("Both tweets quote another, or hold a poll, and one tweet has room for one."),
    known("These words don't stand in the tweet: send the words with which its second part begins."),
    known("That leaves one part empty: send words from the middle of the tweet."),
    known("Send one tag or several, with spaces between them: #harbour #ghosts."),
    # One of the above, and where: last, since it would fit others.
    known("{parts} can't be read, the first is {why}"),
    known("{where}: {why}"),
)
"""In order of recognition: of two that would fit a sentence the first."""

PHRASES = (
    known("This link"),
    known("What is behind the link"),
    known("line {number} of {name}"),
    known("tweet {number} of {name}"),
    known("note {number} of {name}"),
    known("post {number} of {name}"),
    known("entry {number} of {name}"),
    known("line {number}"),
    known("story {number}"),
    known("the thread of {id}"),
    known("in line {number}"),
    known("after line {number}"),
    known("{number} of them"),
    known("a PNG picture"),
    known("a JPEG picture"),
    known("a GIF picture"),
    known("a PDF document"),
    known("a zip archive"),
    known("a gzip archive"),
    known("a SQLite database"),
    known("a binary file"),
    known("JSON, but of no kind that is known here"),
    known("markup, but of no kind that is known here"),
    known("only the beginnings of threads"),
    known("no Thread Reader tweets"),
    # Where a field of JSON stands, and what it has to be.
    known("the story"),
    known("the story, {path}"),
    known("the feed {name}"),
    known("text"),
    known("a list"),
    known("a list of texts"),
    known("a whole number"),
    known("a whole number of at most {most}"),
    known("true or false"),
    known("an address that begins with https://"),
    known("an address that begins with https://, of at most {most} characters"),
    known("one of {choices}"),
    known("a date as {day} or a time as {time}"),
    known("the id of a tweet"),
    known("the id of a status"),
    known("the address of a post"),
)
"""What stands for words inside those sentences."""
