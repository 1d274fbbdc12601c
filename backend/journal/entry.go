// Package journal is the sealed chain of everything that touched money: each
// entry carries the hash of the one before, so that no line can be changed,
// removed or moved without being found (PRODUCT section 9, Seal; CGI art.
// 286-I-3° bis; RULES section 4).
//
// It is pure: no clock, no disk, no SQL. It must not know what an invoice is;
// payloads are whole documents that somebody else hands in.
package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Kind says what an entry records.
type Kind string

// The kinds of entries. They are part of sealed lines and never change.
const (
	ClubOpened         Kind = "club.opened"
	SettingsChanged    Kind = "settings.changed"
	InvoiceIssued      Kind = "invoice.issued"
	CreditNoteIssued   Kind = "creditNote.issued"
	PaymentReceived    Kind = "payment.received"
	PaymentRefunded    Kind = "payment.refunded"
	PaymentBounced     Kind = "payment.bounced"
	PaymentRefused     Kind = "payment.refused"  // an aid, or what its payer leaves of it
	PaymentReturned    Kind = "payment.returned" // an aid's share of what was credited: owed to its payer
	AidNoted           Kind = "aid.noted"
	AidClaimed         Kind = "aid.claimed"
	AidReceived        Kind = "aid.received"
	AidRefused         Kind = "aid.refused"
	AidPaidBack        Kind = "aid.paidBack"
	CreditAllocated    Kind = "credit.allocated" // and taken back, below nothing
	MoneyRequested     Kind = "money.requested"
	MoneyBroughtIn     Kind = "money.broughtIn"
	PromiseDropped     Kind = "promise.dropped"
	LinkReleased       Kind = "link.released"
	LinkEnded          Kind = "link.ended" // over a cart: an invoice's ends with what settles it
	GiftCardMade       Kind = "giftCard.made"
	DocumentPrinted    Kind = "document.printed"
	DocumentDuplicated Kind = "document.duplicated"
	OverrideMade       Kind = "override.made"
	CardExtended       Kind = "card.extended" // and made as short as it was
	PackageStopped     Kind = "package.stopped"
	PackageMoved       Kind = "package.moved" // to another slot
	ClockConfirmed     Kind = "clock.confirmed"
	StaffChanged       Kind = "staff.changed"
	DataRestored       Kind = "data.restored"
	HouseholdMerged    Kind = "household.merged" // and a merge undone: which household stands for which
	RiderMoved         Kind = "rider.moved"
	PersonalExported   Kind = "personalData.exported"
	PersonalErased     Kind = "personalData.erased"
	OpeningCarried     Kind = "opening.carried" // and its mirror
	TillOpened         Kind = "till.opened"
	TillCounted        Kind = "till.counted"
	TillDropped        Kind = "till.dropped"
	RevenueRecognised  Kind = "revenue.recognised" // of cards and packages, as they are used up
	GiftCardsExpired   Kind = "giftCards.expired"  // what was left on them is income
	DuesPlanned        Kind = "dues.planned"
	DebtWrittenOff     Kind = "debt.writtenOff"
	DebtReopened       Kind = "debt.reopened"
	ChequesDeposited   Kind = "cheques.deposited"
	DepositTakenBack   Kind = "deposit.takenBack"
	PayoutBooked       Kind = "payout.booked" // what a provider or a terminal paid to the bank, less its fee
	PayoutTakenBack    Kind = "payout.takenBack"
	DayClosed          Kind = "day.closed"
	MonthClosed        Kind = "month.closed"
	YearClosed         Kind = "year.closed"
	ArchiveMade        Kind = "archive.made"
	BooksExported      Kind = "books.exported" // the entries of a period, as files
	ListExported       Kind = "list.exported"  // a list or a report, as a file
	BackupMade         Kind = "backup.made"
	CheckFailed        Kind = "check.failed"     // what the daily check found
	AttestationMade    Kind = "attestation.made" // the publisher's, for the version that runs
	ProgramChanged     Kind = "program.changed"  // another version of Paddock opened the data
	KeyReplaced        Kind = "key.replaced"     // the installation's key was lost, and another signs from now on
	SnapshotTaken      Kind = "snapshot.taken"   // what documents repeat, before the first that refers to it
)

// Version is the form of the lines written today. Every older one stays
// readable, and none is ever rewritten: version 2 adds to documents and
// payments what their papers say, and entries for money asked for and for
// originals that leave; it takes nothing away. Version 3 says no less in fewer
// words: documents and payments leave out what is empty (Lean), and a document
// refers to the entries that hold what thousands repeat, its seller, legal
// sentences and paper, and its household's buyer (Whole).
const Version = 3

// none is the hash before the first entry.
var none = strings.Repeat("0", 64)

// Entry is one link of the chain. Seq, kind, moment, actor and document also
// stand inside Line, so that nothing of an entry lies outside its hash; the
// fields beside it are for finding it.
type Entry struct {
	Seq  int64
	Kind Kind
	At   time.Time // UTC, milliseconds
	Doc  string    // number of the document or receipt; "" when there is none
	Line string    // canonical JSON, exactly as archived
	Prev string    // hash of the entry before, 64 zeros for the first
	Hash string
}

// Said is what the line of an entry says.
type Said struct {
	V       int             `json:"v"` // form of the line
	Seq     int64           `json:"seq"`
	At      string          `json:"at"`
	Kind    Kind            `json:"kind"`
	Doc     string          `json:"doc"`
	Actor   int64           `json:"actor"`
	Payload json.RawMessage `json:"payload"`
}

// Opened is an entry with what its line says.
type Opened struct {
	Entry
	Said
	Readable bool // the line is one of ours; else it says nothing
	Whole    bool // the hash is that of the line and of the hash before
}

// Open reads an entry. It needs nothing but the entry, so many can be opened at once.
func Open(e Entry) Opened {
	o := Opened{Entry: e, Whole: Hash(e.Prev, e.Line) == e.Hash}
	err := json.Unmarshal([]byte(e.Line), &o.Said)
	o.Readable = err == nil && (len(o.Payload) == 0 || o.Payload[0] == '{')
	return o
}

// Payload is what a line says happened, exactly as it is sealed; "" of a line that
// is none of ours.
func Payload(line string) string {
	var said struct {
		Payload json.RawMessage `json:"payload"`
	}
	if json.Unmarshal([]byte(line), &said) != nil {
		return ""
	}
	return string(said.Payload)
}

// Head is where the chain stands.
type Head struct {
	Seq  int64
	Hash string
}

// Head of the chain once this entry is in it.
func (e Entry) Head() Head { return Head{Seq: e.Seq, Hash: e.Hash} }

// Restored reports whether the entry says that a backup was put in the place of
// the data, and where the chain stood before that.
func (e Entry) Restored() (before Head, restored bool) {
	var l struct {
		Kind    Kind `json:"kind"`
		Payload struct {
			Seq  int64  `json:"previousSeq"`
			Hash string `json:"previousHash"`
		} `json:"payload"`
	}
	if e.Kind != DataRestored || json.Unmarshal([]byte(e.Line), &l) != nil || l.Kind != DataRestored {
		return Head{}, false
	}
	return Head{Seq: l.Payload.Seq, Hash: l.Payload.Hash}, true
}

const instantLayout = "2006-01-02T15:04:05.000Z"

// Append makes the entry that follows head; the zero Head begins a chain. actor
// is the id of the person who did it.
func Append(head Head, kind Kind, actor int64, at time.Time, doc string, payload any) (Entry, error) {
	e := Entry{Seq: head.Seq + 1, Kind: kind, At: at.UTC(), Doc: doc, Prev: head.Hash}
	if head.Seq == 0 {
		e.Prev = none
	}
	body, err := Canonical(payload)
	if err != nil {
		return Entry{}, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	line := fmt.Appendf(nil, `{"actor":%d,"at":"%s","doc":`, actor, e.At.Format(instantLayout))
	line = append(appendText(line, []byte(doc)), `,"kind":`...)
	line = fmt.Appendf(appendText(line, []byte(kind)), `,"payload":%s,"seq":%d,"v":%d}`, body, e.Seq, Version)
	e.Line = string(line)
	e.Hash = Hash(e.Prev, e.Line)
	return e, nil
}

// Hash chains a line: SHA-256 over the previous hash in hexadecimal, LF, the
// line, LF. sha256sum alone can check it.
func Hash(prev, line string) string {
	sum := sha256.Sum256([]byte(prev + "\n" + line + "\n"))
	return hex.EncodeToString(sum[:])
}

// Reason is how a free text is known to the chain: by a salted hash, so that
// the text itself can be erased and nobody can guess it from the hash.
func Reason(salt, text string) string {
	sum := sha256.Sum256([]byte(salt + "\n" + text))
	return hex.EncodeToString(sum[:])
}

// KeyID names an installation's public key: the first 16 figures of its
// SHA-256.
func KeyID(public []byte) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:])[:16]
}
