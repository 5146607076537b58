"""Stories by their link: which questions to ask a network, until all of a thread is there.

How questions are asked is given (`Get`); no module here opens a connection. What comes back goes through the same
`parse` as a saved file, so that both give the same story.
"""
