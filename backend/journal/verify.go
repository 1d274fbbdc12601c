package journal

import (
	"slices"
	"sort"
)

// Finding is something a proof found: where, and what was done. Its text is
// "verify." + Code in every catalogue. A note is worth knowing and no fault.
type Finding struct {
	Seq    int64          `json:"seq" doc:"The first entry it touches; 0 when it touches none"`
	Code   string         `json:"code"`
	Params map[string]any `json:"params,omitempty"`
	What   string         `json:"what" doc:"In the language of who asks"`
	Note   bool           `json:"note" doc:"Worth knowing, and no fault"`
}

// Verifier checks a chain entry by entry, so that ten years of it need no
// memory.
type Verifier struct {
	head     Head
	heads    []Head // sequence and hash of every entry, for the seal log
	count    int
	found    []Finding
	restores map[int64]Head // by seq of the entry: where the chain stood before that restore
	named    bool           // something was found of the entry before
	broken   *broken        // the entry before does not match its hash
	doubt    bool           // the entry before and the one before it are whole and do not agree
}

// NewVerifier begins a proof.
func NewVerifier() *Verifier {
	return &Verifier{head: Head{Hash: none}, restores: map[int64]Head{}}
}

// Add checks the next entry as the database gives it, in order of seq.
func (v *Verifier) Add(o Opened) {
	e := o.Entry
	v.count++
	v.tell(e.Seq-1, e.Prev)
	named := v.checkLine(o)
	if e.Seq != v.head.Seq+1 {
		v.settle(v.head.Seq - 1)
		v.checkGap(e)
	} else if v.checkLink(e) {
		named = true
	}
	v.head, v.named = e.Head(), named
	v.heads = append(v.heads, v.head)
}

// checkGap names entries that are not there.
func (v *Verifier) checkGap(e Entry) {
	switch {
	case e.Seq <= v.head.Seq:
		v.find(e.Seq, "order", nil)
	case e.Seq == v.head.Seq+2:
		v.find(v.head.Seq+1, "entryMissing", nil)
	default:
		v.find(v.head.Seq+1, "entriesMissing", map[string]any{"through": e.Seq - 1})
	}
}

// checkLink compares what an entry remembers of the one before with what that
// one is. Whoever changes an entry and its hash cannot change what the next one
// remembers of it. Where two whole entries do not agree, the one after them
// tells which was touched: if it agrees with the second, the first was. It
// reports whether this entry's own link is explained by what was found.
func (v *Verifier) checkLink(e Entry) (explained bool) {
	broken := e.Prev != v.head.Hash && Hash(v.head.Hash, e.Line) != e.Hash // else the memory alone was changed
	switch {
	case v.doubt && broken:
		v.settle(v.head.Seq)
		return true
	case v.doubt:
		v.settle(v.head.Seq - 1)
	case !broken || v.named || v.moved(e):
	case e.Seq == 1:
		v.find(1, "rehashed", nil)
		return true
	default:
		v.doubt = true
	}
	return false
}

// settle ends a doubt: the entry with this seq was changed with its hash.
func (v *Verifier) settle(seq int64) {
	if v.doubt {
		v.find(seq, "rehashed", nil)
	}
	v.doubt = false
}

// moved reports whether checkLine found the entry whole, but in another's place.
func (v *Verifier) moved(e Entry) bool {
	return slices.ContainsFunc(v.found, func(f Finding) bool { return f.Seq == e.Seq && f.Code == "moved" })
}

// checkLine checks one entry by itself: its hash over its line, and the fields
// beside the line against it. It reports whether it found something.
func (v *Verifier) checkLine(o Opened) (named bool) {
	e, l, before := o.Entry, o.Said, len(v.found)
	switch {
	case !o.Whole:
		v.checkBroken(e)
		return true
	case !o.Readable:
		v.find(e.Seq, "unreadable", nil)
	case l.V < 1 || l.V > Version:
		v.find(e.Seq, "versionUnknown", map[string]any{"version": l.V})
	case l.Seq != e.Seq:
		v.find(e.Seq, "moved", map[string]any{"from": l.Seq})
	case l.Kind != e.Kind || l.Doc != e.Doc || l.At != e.At.UTC().Format(instantLayout):
		v.find(e.Seq, "label", map[string]any{"kind": string(l.Kind), "document": l.Doc})
	}
	if left, restored := e.Restored(); restored {
		v.restores[e.Seq] = left
	}
	return len(v.found) > before
}

// broken is an entry whose hash does not match, until what others remember of
// it tells which of the two was changed.
type broken struct {
	seq   int64
	whole string // the hash of its line as it is now
	at    int    // its place among the findings
}

// checkBroken names what of an entry was changed: what it remembers of the one
// before, when that one still gives its hash; else its line, unless tell finds
// that it was the hash.
func (v *Verifier) checkBroken(e Entry) {
	code := "altered"
	if e.Seq == v.head.Seq+1 && Hash(v.head.Hash, e.Line) == e.Hash {
		code = "linkAltered"
	} else {
		v.broken = &broken{seq: e.Seq, whole: Hash(e.Prev, e.Line), at: len(v.found)}
	}
	v.find(e.Seq, code, map[string]any{"kind": string(e.Kind), "document": e.Doc})
}

// tell hears the hash that the next entry or the seal log remembers of an entry:
// where it is that of the line, the hash beside the line was changed.
func (v *Verifier) tell(seq int64, remembered string) {
	if v.broken != nil && v.broken.seq == seq && v.broken.whole == remembered {
		v.found[v.broken.at].Code = "hashAltered"
	}
}

func (v *Verifier) find(seq int64, code string, params map[string]any) {
	v.found = append(v.found, Finding{Seq: seq, Code: code, Params: params})
}

func (v *Verifier) note(seq int64, code string, params map[string]any) {
	v.found = append(v.found, Finding{Seq: seq, Code: code, Params: params, Note: true})
}

// Finish compares the chain with its seal log and returns what was found, the
// first entry touched first, and how many entries there are. raw is nil when
// there is no log: the chain may be whole and still be an old one.
func (v *Verifier) Finish(raw []byte) (entries int, findings []Finding) {
	v.settleLast(raw)
	v.checkSealLog(raw)
	sort.SliceStable(v.found, func(i, j int) bool {
		a, b := v.found[i], v.found[j]
		if a.Note != b.Note {
			return b.Note
		}
		return a.Seq < b.Seq
	})
	return v.count, v.found
}

// settleLast ends a doubt about the last two entries, which no later one can
// tell apart: the log can, and without it the first is named.
func (v *Verifier) settleLast(raw []byte) {
	seq := v.head.Seq - 1
	log := ParseSealLog(raw).Heads
	for _, sealed := range log {
		v.tell(sealed.Seq, sealed.Hash)
	}
	if known, has := v.at(seq); has && slices.Contains(log, known) {
		seq++
	}
	v.settle(seq)
}

// checkSealLog walks the log from its beginning. It only ever grows by one,
// but for a restore: then the chain goes back, and the entry that follows says
// from where.
func (v *Verifier) checkSealLog(raw []byte) {
	if len(raw) == 0 {
		v.note(0, "noSealLog", nil)
		return
	}
	read := ParseSealLog(raw)
	log := read.Heads
	if read.Damaged > 0 && !v.leftByAStop(read) {
		v.find(0, "sealLogDamaged", map[string]any{"line": read.Damaged})
	}
	if len(log) == 0 {
		return
	}
	if first := log[0].Seq; first > 1 { // the log was lost, and the program that went on began another
		v.note(first, "sealLogStarts", nil)
	}
	log = v.sinceLastRestore(log)
	last, silent, first := log[len(log)-1], int64(0), int64(0) // entries the log passes over, and the first of them
	miss := func(from, before int64) {
		if silent += max(before-from, 0); first == 0 && silent > 0 {
			first = from
		}
	}
	for i, sealed := range log {
		if sealed.Seq > v.head.Seq {
			v.find(v.head.Seq, "behindSealLog", map[string]any{"n": last.Seq - v.head.Seq, "last": v.head.Seq})
			return
		}
		if found, has := v.at(sealed.Seq); has && found.Hash != sealed.Hash {
			code := "sealedAnew"
			if slices.Contains(log, found) { // the log knows both
				code = "forked"
			}
			v.find(sealed.Seq, code, nil)
			return
		}
		if i > 0 {
			miss(log[i-1].Seq+1, sealed.Seq)
		}
	}
	miss(last.Seq+1, v.head.Seq+1)
	switch {
	case silent > MostBehind:
		v.find(first, "sealLogCut", map[string]any{"n": silent, "max": MostBehind})
	case silent > 0:
		v.note(first, "sealLogBehind", map[string]any{"n": silent})
	}
}

// leftByAStop reports whether damage lies so near the end of the chain that a
// power cut may have left it; what it hides is then counted as missing.
func (v *Verifier) leftByAStop(log SealLog) bool {
	sound := int64(0)
	if log.Sound > 0 {
		sound = log.Heads[log.Sound-1].Seq
	}
	return v.head.Seq-sound <= MostBehind
}

// sinceLastRestore leaves out what the log says of a chain that a restore
// replaced. Where the log jumps, the entry it jumps to must be a restore that
// names the head it left; a jump nobody explains stays and is found.
func (v *Verifier) sinceLastRestore(log []Head) []Head {
	kept := log[:0:0]
	for i, sealed := range log {
		before, restored := v.restores[sealed.Seq]
		if i > 0 && restored && before == log[i-1] {
			through := sealed.Seq
			for len(kept) > 0 && kept[len(kept)-1].Seq >= through {
				kept = kept[:len(kept)-1]
			}
			// What the backup did not hold is gone by the owner's will; entries
			// before it must still agree with the log, or a backup made anew
			// would be excused. A log that begins with another first entry is
			// that of another club, whose folder the backup was put into.
			if first, has := v.at(1); has && len(kept) > 0 && kept[0].Seq == 1 && kept[0] != first {
				kept = nil
			}
			v.note(sealed.Seq, "restored", map[string]any{"from": before.Seq})
		}
		kept = append(kept, sealed)
	}
	return kept
}

// at finds an entry's head; the chain is in order of seq.
func (v *Verifier) at(seq int64) (Head, bool) {
	i := sort.Search(len(v.heads), func(i int) bool { return v.heads[i].Seq >= seq })
	if i < len(v.heads) && v.heads[i].Seq == seq {
		return v.heads[i], true
	}
	return Head{}, false
}
