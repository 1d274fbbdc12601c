# Reads the file of accounting entries by its rules alone (LPF art. A47 A-1; RULES section 5): 18 columns,
# tabs, days as AAAAMMJJ, amounts with a comma. Prints what it adds up: journal, account, debit and credit in cents.
import re, sys

HEAD = ("JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib "
        "PieceRef PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise").split()

def wrong(line, what):
    sys.exit(f"line {line}: {what}")

def cents(line, text):
    if not re.fullmatch(r"\d+,\d\d", text):
        wrong(line, f"{text!r} is no amount")
    return int(text.replace(",", ""))

raw = open(sys.argv[1], "rb").read().decode("utf-8")
lines = raw.split("\r\n")
if lines[0].split("\t") != HEAD:
    wrong(1, "the header")
sums, entry, number, valid = {}, [0, 0], 0, ""
for at, text in enumerate(lines[1:], 2):
    row = dict(zip(HEAD, text.split("\t"), strict=True))
    for day in ("EcritureDate", "PieceDate", "ValidDate"):
        if not re.fullmatch(r"\d{8}", row[day]):
            wrong(at, f"{day} {row[day]!r}")
    if not row["PieceRef"] or not re.fullmatch(r"[1-8][0-9]{2}[0-9A-Z]*", row["CompteNum"]):
        wrong(at, "no piece, or no account")
    if int(row["EcritureNum"]) != number:
        if entry[0] != entry[1] or number and int(row["EcritureNum"]) != number + 1:
            wrong(at, "an entry that does not balance, or a gap")
        entry, number = [0, 0], int(row["EcritureNum"])
    if row["ValidDate"] < valid:
        wrong(at, "out of order")
    valid = row["ValidDate"]
    debit, credit = cents(at, row["Debit"]), cents(at, row["Credit"])
    if (debit == 0) == (credit == 0):
        wrong(at, "one side, not both or none")
    entry = [entry[0] + debit, entry[1] + credit]
    key = row["JournalCode"], row["CompteNum"]
    of = sums.setdefault(key, [0, 0])
    of[0], of[1] = of[0] + debit, of[1] + credit
if entry[0] != entry[1]:
    wrong(len(lines), "an entry that does not balance")
for (journal, account), (debit, credit) in sorted(sums.items()):
    print(journal, account, debit, credit)
