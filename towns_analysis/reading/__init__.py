"""The rules of the language: from a plain text to its figures, each with all that its sentence says of it.

`reader` walks through a text number by number and asks the others in this order:

- `quantities` (with `numerals`): where a numeral stands, its value, unit, approximator and range;
- `roles`: whether it measures anything, or is a date, an ordinal, a name, a slogan, a criterion;
- `cues` and `measures`: the words right around it; unit where none is written, kind, sign, bound;
- `subjects` (with `phrases`): the noun phrase that names what is measured;
- `status` (with `status_words`, `sections` and `goals`): actual, expected, planned, demand, quota;
- `setting` and `timeline` (with `years`): the place it speaks of, the words that date it;
- `lists` and `coding`: once the sentence is read, the items of its lists, and the indicators.

What a rule quotes is a word of the language or of officialese; words that more could be added to are in the
vocabulary.
"""
