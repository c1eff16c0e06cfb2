"""The landing page: nothing inline, nothing from elsewhere, the same in both languages, and readable in light and dark."""
import html.parser
import pathlib
import re
import unittest

PAGES = pathlib.Path(__file__).resolve().parents[3] / 'client' / 'web' / 'pages'
VOID = {'meta', 'link', 'img', 'br'}


class Outline(html.parser.HTMLParser):
    """The tags of a page in order, with what matters of their attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.ids, self.links, self.code, self.language = [], [], [], [], [], None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        self.tags.append(tag)
        if tag == 'html':
            self.language = facts['lang']
        if 'id' in facts:
            self.ids.append(facts['id'])
        self.links += [facts[name] for name in ('href', 'src') if name in facts]
        for name in facts:
            assert name != 'style' and not name.startswith('on'), f'{name} is inline'
        assert tag not in ('script', 'style', 'iframe', 'form'), tag
        assert tag != 'img' or 'alt' in facts
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f'</{tag}> closes nothing'

    def handle_data(self, data):
        if 'code' in self.open:
            self.code.append(data)


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class Pages(unittest.TestCase):
    def setUp(self):
        self.pages = {path.name: Outline(path.read_text()) for path in PAGES.glob('*.html')}

    def test_both_languages_say_the_same(self):
        english, welsh = self.pages['index.html'], self.pages['cymraeg.html']
        self.assertEqual((english.language, welsh.language), ('en-GB', 'cy'))
        self.assertEqual(english.tags, welsh.tags)
        self.assertEqual(english.code, welsh.code)

    def test_pages_are_whole(self):
        for name, page in self.pages.items():
            with self.subTest(name):
                self.assertEqual(page.open, [])
                self.assertEqual(len(page.ids), len(set(page.ids)))
                self.assertEqual(page.tags.count('h1'), 1)
                self.assertEqual(page.tags.count('main'), 1)

    def test_links_lead_somewhere_here(self):
        for name, page in self.pages.items():
            for link in page.links:
                with self.subTest(page=name, link=link):
                    if link.startswith('#'):
                        self.assertIn(link[1:], page.ids)
                    else:
                        self.assertTrue(link.startswith('/') and not link.startswith('//'))
                        self.assertTrue((PAGES / (link[1:] or 'index.html')).is_file())

    def test_contrast_in_light_and_dark(self):
        schemes = re.findall(r':root \{(.*?)\}', (PAGES / 'style.css').read_text(), re.DOTALL)
        self.assertEqual(len(schemes), 2)
        for scheme in schemes:
            colours = dict(re.findall(r'--(\w+): (#[0-9a-f]{6});', scheme))
            for text, ground in [('ink', 'paper'), ('soft', 'paper'), ('accent', 'paper'), ('ink', 'code')]:
                with self.subTest(text=text, ground=ground, scheme=scheme):
                    self.assertGreaterEqual(contrast(colours[text], colours[ground]), 4.5)
            self.assertGreaterEqual(contrast('#1d2521', colours['mark']), 4.5)


if __name__ == '__main__':
    unittest.main()
