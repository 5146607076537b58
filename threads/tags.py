"""The tags of a story, in the order in which it uses them."""

from threads.hashtag import hashtags, tag_key
from threads.model import Thread


def tags_of(thread: Thread) -> dict[str, str]:
    """The story's tags in order of appearance: index key to first spelling.

    What the source named counts, else what stands in the text.
    """
    labels = (
        label
        for tweet in thread
        for label in ([span.label for span in hashtags(tweet.text)] if tweet.tags is None else tweet.tags)
    )
    tags: dict[str, str] = {}
    for label in labels:
        tags.setdefault(tag_key(label), label)
    return tags
