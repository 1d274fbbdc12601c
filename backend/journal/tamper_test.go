package journal_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/journal"
)

func TestAnEntryThatNobodyTouchedIsNotNamedFirst(t *testing.T) {
	for name, test := range map[string]struct {
		tamper func([]journal.Entry)
		seq    int64
	}{
		"the previous hash alone is changed": {func(e []journal.Entry) { e[6].Prev = strings.Repeat("a", 64) }, 7},
		"two rows change places as they are": {func(e []journal.Entry) {
			e[6], e[7] = e[7], e[6]
			e[6].Seq, e[7].Seq = 7, 8
		}, 7},
		"two lines change places": {func(e []journal.Entry) { e[6].Line, e[7].Line = e[7].Line, e[6].Line }, 7},
		"a previous hash and its own hash are changed": {func(e []journal.Entry) {
			e[6].Prev = strings.Repeat("a", 64)
			e[6].Hash = journal.Hash(e[6].Prev, e[6].Line)
		}, 7},
		"a last previous hash and its own hash are changed": {func(e []journal.Entry) {
			e[19].Prev = strings.Repeat("a", 64)
			e[19].Hash = journal.Hash(e[19].Prev, e[19].Line)
		}, 20},
		"an entry is changed with its hash and the next line too": {func(e []journal.Entry) {
			e[6].Line = strings.Replace(e[6].Line, "5007", "1", 1)
			e[6].Hash = journal.Hash(e[6].Prev, e[6].Line)
			e[7].Line = strings.Replace(e[7].Line, "5008", "1", 1)
		}, 7},
		"the first previous hash is changed": {func(e []journal.Entry) { e[0].Prev = strings.Repeat("a", 64) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			entries, log := chain(t, 20)
			test.tamper(entries)
			found := prove(entries, []byte(log))
			if len(found) == 0 || found[0].Note || found[0].Seq != test.seq {
				t.Errorf("want %d, found %+v", test.seq, found)
			}
		})
	}
}

func TestOneHashChangedGivesOneFinding(t *testing.T) {
	entries, log := chain(t, 20)
	entries[6].Line = strings.Replace(entries[6].Line, "5007", "1", 1)
	if found := prove(entries, []byte(log)); len(found) != 1 || found[0].Seq != 7 {
		t.Errorf("%+v", found)
	}
}

func TestTwoRestoresInARowAreExplained(t *testing.T) {
	entries, log := chain(t, 20)
	restore := func(backup []journal.Entry, left journal.Head) []journal.Entry {
		e, err := journal.Append(backup[len(backup)-1].Head(), journal.DataRestored, 1, noon, "", map[string]any{
			"previousSeq": left.Seq, "previousHash": left.Hash,
		})
		if err != nil {
			t.Fatal(err)
		}
		log += e.Head().SealLine()
		return append(backup[:len(backup):len(backup)], e)
	}
	first := restore(entries[:15], entries[19].Head())
	second := restore(entries[:10], first[15].Head())
	for _, f := range prove(second, []byte(log)) {
		if !f.Note {
			t.Errorf("%+v", f)
		}
	}
}

func TestABackupPutIntoAnotherClubsFolderIsExplained(t *testing.T) {
	other, err := journal.Append(journal.Head{}, journal.ClubOpened, 1, noon, "", map[string]any{"club": "other"})
	if err != nil {
		t.Fatal(err)
	}
	entries, _ := chain(t, 10)
	e, err := journal.Append(entries[9].Head(), journal.DataRestored, 1, noon, "", map[string]any{
		"previousSeq": other.Seq, "previousHash": other.Hash,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range prove(append(entries, e), []byte(other.Head().SealLine()+e.Head().SealLine())) {
		if !f.Note {
			t.Errorf("%+v", f)
		}
	}
}

func TestARestoreDoesNotExcuseABackupThatWasMadeAnew(t *testing.T) {
	entries, log := chain(t, 20)
	backup, _ := chain(t, 10)
	backup[4].Line = strings.Replace(backup[4].Line, "5005", "1", 1)
	reseal(backup, 4)
	e, err := journal.Append(backup[9].Head(), journal.DataRestored, 1, noon, "", map[string]any{
		"previousSeq": entries[19].Seq, "previousHash": entries[19].Hash,
	})
	if err != nil {
		t.Fatal(err)
	}
	found := prove(append(backup, e), []byte(log+e.Head().SealLine()))
	if len(found) == 0 || found[0].Note || found[0].Seq != 5 || found[0].Code != "sealedAnew" {
		t.Errorf("%+v", found)
	}
}

func TestASingleChangeNamesExactlyItsEntry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries, log := chain(t, 12)
		i := rapid.IntRange(0, 11).Draw(t, "entry")
		e := &entries[i]
		field := rapid.SampledFrom([]*string{&e.Line, &e.Hash, &e.Prev, &e.Doc}).Draw(t, "field")
		at := rapid.IntRange(0, len(*field)-1).Draw(t, "at")
		*field = (*field)[:at] + "#" + (*field)[at+1:]
		if rapid.Bool().Draw(t, "rehash") {
			e.Hash = journal.Hash(e.Prev, e.Line)
		}
		if whole, _ := chain(t, 12); whole[i] == *e {
			return // only the hash was changed, and put right again
		}
		found := prove(entries, []byte(log))
		if len(found) == 0 || found[0].Note || found[0].Seq != e.Seq {
			t.Fatalf("want %d, found %+v", e.Seq, found)
		}
	})
}
