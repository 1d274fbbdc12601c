package desk

import (
	"context"
	"errors"
	"time"

	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

const (
	checkAfter = 10 * time.Minute // a desk that was just opened has other things to do
	wholeBelow = 50_000           // entries: some 14 s of processor time; 192,000 take 55 s and 1.4 GB
)

// TodayCheck is the daily check as Today tells it.
type TodayCheck struct {
	sqlite.DailyCheck
	Failing bool `json:"failing" doc:"Today's could not be made, and is tried again"`
}

// KeepChecking proves the books once a club-local day without anybody's verb, from ten
// minutes after the desk was opened, and until it is closed. Below 50,000 entries that is
// all that Verify proves; from there on it is that in the first check of each week, and in
// the others the whole chain, its seal log, the signatures of closings, the schema, and
// the sums of the books, not every row. It reads
// one view of the data beside the desk, which goes on. The day and the result are kept, for
// Today; what was not found the day before is sealed, for the list of events. A check that
// cannot be made is told in Today, logged, and tried again at the next tick.
func (d *Desk) KeepChecking(ticks <-chan time.Time) {
	d.often("daily check", ticks, func(ctx context.Context) error {
		err := d.checkDaily(ctx, wholeBelow)
		d.uncheckable.Store(err != nil && ctx.Err() == nil)
		return err
	})
}

func (d *Desk) checkDaily(ctx context.Context, wholeBelow int64) error {
	if d.now().Sub(d.opened) < checkAfter {
		return nil
	}
	log, err := d.db.SealLog()
	if err != nil {
		return err
	}
	made, err := look(ctx, d, func(tx *sqlite.Tx) (made sqlite.DailyCheck, err error) {
		c, err := loadClub(tx)
		if errors.Is(err, club.Refuse(club.CodeClubMissing)) {
			return made, nil
		}
		if err != nil {
			return made, err
		}
		last, err := tx.DailyCheck()
		if err != nil || last.Day == c.today {
			return made, err
		}
		head, err := tx.Head()
		if err != nil {
			return made, err
		}
		prove := d.proveChain
		if made.Whole = head.Seq < wholeBelow || last.Day == "" || last.Day.Monday() != c.today.Monday(); made.Whole {
			prove = d.prove
		}
		proof, err := prove(tx, untilDone(ctx), log, c.Identity.Language)
		made.Day, made.Entries = c.today, proof.Entries
		for _, f := range proof.Findings { // notes last
			if f.Note {
				break
			}
			if made.Faults++; made.Faults == 1 {
				made.Seq, made.Code = f.Seq, f.Code
			}
		}
		return made, err
	})
	if err != nil || made.Day == "" {
		return err
	}
	return d.db.Write(ctx, func(tx *sqlite.Tx) error {
		was, err := tx.DailyCheck()
		if err != nil {
			return err
		}
		known := was.Faults == made.Faults && was.Seq == made.Seq && was.Code == made.Code
		if made.Faults > 0 && !known {
			owner, err := personIn(tx, "")
			if err != nil {
				return err
			}
			if err := tx.Seal(journal.CheckFailed, owner, "", made); err != nil {
				return err
			}
		}
		return tx.KeepDailyCheck(made)
	})
}
