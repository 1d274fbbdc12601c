"""merge.py TARGET.ttf PART.ttf ... joins script subsets into one TTF.

The first part gives the metrics: a part of another family, for the scripts the
first lacks, is scaled to its em and moves no line.

Kerning: GPOS is read from every part and written as a classic "kern" table,
the only form gopdf knows. A kern subtable holds about 10 000 pairs, so pairs
too small to be seen are left out. The layout tables go: gopdf ignores them.
"""

import sys
import tempfile

from fontTools.merge import Merger
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

LIMIT = 10_000  # pairs: 16-bit length of the subtable, 6 bytes a pair
METRICS = {
    "hhea": ["ascent", "descent", "lineGap"],
    "OS/2": ["sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"],
}
KEPT = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "OS/2", "post"}


def subtables(font):
    """The pair subtables of the kern feature, extensions resolved."""
    gpos = font["GPOS"].table if "GPOS" in font else None
    if gpos is None or gpos.FeatureList is None:
        return
    indices = set()
    for record in gpos.FeatureList.FeatureRecord:
        if record.FeatureTag == "kern":
            indices.update(record.Feature.LookupListIndex)
    for index in sorted(indices):
        for sub in gpos.LookupList.Lookup[index].SubTable:
            if sub.LookupType == 9:
                sub = sub.ExtSubTable
            if sub.LookupType == 2:
                yield sub


def pairs_of(font):
    """Kerning of the font's characters, {(left rune, right rune): font units}."""
    runes = {}
    for rune, glyph in font.getBestCmap().items():
        runes.setdefault(glyph, []).append(rune)
    found = {}

    def add(left, right, value):
        advance = getattr(value, "XAdvance", 0)
        if advance:
            for a in runes.get(left, ()):
                for b in runes.get(right, ()):
                    found.setdefault((a, b), advance)

    for sub in subtables(font):
        covered = sub.Coverage.glyphs
        if sub.Format == 1:
            for left, pairset in zip(covered, sub.PairSet):
                for record in pairset.PairValueRecord:
                    add(left, record.SecondGlyph, record.Value1)
            continue
        first, second = sub.ClassDef1.classDefs, sub.ClassDef2.classDefs
        for left in covered:
            row = sub.Class1Record[first.get(left, 0)].Class2Record
            for right in runes:
                add(left, right, row[second.get(right, 0)].Value1)
    return found


def scaled(parts):
    """Files of the parts, all with the em of the first."""
    em = TTFont(parts[0])["head"].unitsPerEm
    for part in parts:
        font = TTFont(part)
        if font["head"].unitsPerEm != em:
            scale_upem(font, em)
            part = tempfile.NamedTemporaryFile(suffix=".ttf", delete=False).name
            font.save(part)
        yield part


def main(target, parts):
    parts = list(scaled(parts))
    kerning = {}
    for part in parts:
        for pair, value in pairs_of(TTFont(part)).items():
            kerning.setdefault(pair, value)

    font = Merger().merge(parts)
    for tag in set(font.keys()) - KEPT - {"GlyphOrder"}:
        del font[tag]

    cmap = font.getBestCmap()
    strongest = sorted(kerning.items(), key=lambda item: (-abs(item[1]), item[0]))[:LIMIT]
    table = KernTable_format_0()
    table.version, table.coverage, table.apple = 0, 1, False
    table.kernTable = {(cmap[a], cmap[b]): value for (a, b), value in strongest}
    font["kern"] = newTable("kern")
    font["kern"].version, font["kern"].kernTables = 0, [table]

    first = TTFont(parts[0])
    for name, fields in METRICS.items():
        for field in fields:
            setattr(font[name], field, getattr(first[name], field))

    # Equal bytes on every run: the merger writes the present time.
    font["head"].created = font["head"].modified = first["head"].created
    font.recalcTimestamp = False
    font.save(target)
    print(f"{target}: {len(cmap)} characters, {len(table.kernTable)} pairs of {len(kerning)}")


main(sys.argv[1], sys.argv[2:])
