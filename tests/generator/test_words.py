"""The catalogue: what is no .po, or no Welsh one, is refused with its line; a C table comes from what is."""

import tempfile
import unittest
from pathlib import Path

import generator  # noqa: F401, the path to the modules

import words
from schema import SchemaError

HEADER = 'msgid ""\nmsgstr ""\n"Language: cy\\n"\n"Plural-Forms: nplurals=6; plural=(n==0)?0:(n==1)?1:(n==2)?2:(n==3)?3:(n==6)?4:5;\\n"\n\n'
SIX = "".join(f'msgstr[{form}] "%lu c{form}"\n' for form in range(6))


class Catalogue(unittest.TestCase):
    def of(self, body, header=HEADER):
        """The C table of a .po with that body."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "cy.po"
            path.write_text(header + body, encoding="utf-8")
            return words.catalogue(None, path)

    def refused(self, body, expected, header=HEADER):
        with self.assertRaises(SchemaError) as caught:
            self.of(body, header)
        self.assertIn(expected, str(caught.exception))

    def test_entries_are_sorted_and_whole(self):
        table = self.of('msgid "b"\nmsgstr "B"\n\n# unreviewed\nmsgid "a"\nmsgstr ""\n"A \\"a\\" "\n"a\\n"\n\nmsgid "%lu cup"\nmsgid_plural "%lu cups"\n' + SIX)
        self.assertIn('\t{ .msgid = "%lu cup", .forms = { "%lu c0", "%lu c1", "%lu c2", "%lu c3", "%lu c4", "%lu c5" } },\n'
            '\t{ .msgid = "a", .forms = { "A \\"a\\" a\\n" } },\n\t{ .msgid = "b", .forms = { "B" } },\n', table)
        self.assertIn("words_cy_count = 3;", table)

    def test_what_is_not_translated_is_left_out(self):
        table = self.of('msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "B"\n\n#~ msgid "old"\n#~ msgstr "hen"\n\nmsgid "c"\nmsgstr "C"\n')
        self.assertIn('.msgid = "c"', table)
        self.assertIn("words_cy_count = 1;", table)

    def test_faults(self):
        self.refused("msgid a\n", "cy.po:6: neither a comment nor a msgid or msgstr")
        self.refused('msgctxt "x"\nmsgid "a"\nmsgstr "A"\n', "cy.po:6: contexts (msgctxt) are not used here")
        self.refused('msgid "a"\nmsgstr "A"\n\nmsgid "a"\nmsgstr "B"\n', 'cy.po:9: "a": stands twice')
        self.refused('msgid "%s left"\nmsgstr "%d"\n', 'cy.po:6: "%s left": the % directives differ in "%d"')
        self.refused('msgid "%lu cup"\nmsgid_plural "%lu cups"\nmsgstr[0] "0"\nmsgstr[1] "1"\n', "needs six forms, msgstr[0] to msgstr[5]")
        self.refused('msgid "%lu cup"\nmsgid_plural "%lu cups"\n' + SIX.replace("%lu c5", "c5"), 'the % directives differ in "c5"')
        self.refused('msgid "a"\nmsgstr "A"\n', "the header must say Plural-Forms: nplurals=6", 'msgid ""\nmsgstr ""\n"Language: cy\\n"\n\n')

    def test_a_form_for_one_number_may_be_without_it(self):
        self.assertIn('"None"', self.of('msgid "%lu cup"\nmsgid_plural "%lu cups"\n' + SIX.replace("%lu c0", "None")))


if __name__ == "__main__":
    unittest.main()
