"""How large charts and their words are, in pixels. This module imports nothing: who draws ahead reads it."""

#: Width of a chart with all its words: on a wide page or where it is passed on, in a picture or on a page of another
#: site, and on a narrow page. What is wider than its place is shown smaller.
WIDE, NARROW = 760, 350

#: The least plot of a wide drawing, and what Vega evaluates wherever a chart is drawn: whether it is one for a phone.
LEAST_WIDE_PLOT = 300
ON_A_PHONE = f"width < {LEAST_WIDE_PLOT}"

#: The plot of a narrow drawing: what it gets at least, whatever its words need, and what it likely gets.
LEAST_PLOT, LIKELY_PLOT = 130, 230

#: Size of all words in a chart, on a wide page and on a phone.
WORDS, WORDS_ON_A_PHONE = 14, 12.5

#: Distance of the lines of a row's name.
LEADING, LEADING_ON_A_PHONE = 17, 15

#: Characters of a row's name that stand in one line beside the plot, on a wide page and on a phone; of a sentence.
LINE, LINE_ON_A_PHONE = 34, 19
SENTENCE, SENTENCE_ON_A_PHONE = 44, 27
