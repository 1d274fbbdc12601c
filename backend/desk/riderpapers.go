package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// RiderPapers is a rider's file with what was written down of it.
type RiderPapers struct {
	Rider club.RiderID `json:"rider"`
	club.FileState
	Expiries map[string]calendar.Day `json:"expiries" doc:"By code: the last day a paper accepted today would be good for, if nothing else is typed"`
	Scans    []sqlite.Scan           `json:"scans" nullable:"false" doc:"The oldest first"`
	History  []sqlite.PaperStep      `json:"history" nullable:"false" doc:"The latest first"`
}

// RiderPapers shows the file of a rider.
func (d *Desk) RiderPapers(ctx context.Context, rider club.RiderID) (RiderPapers, error) {
	return read(ctx, d, "riderPapers", func(tx *sqlite.Tx) (RiderPapers, error) {
		c, err := loadClub(tx)
		if err != nil {
			return RiderPapers{}, err
		}
		return viewPapers(tx, c, rider)
	})
}

func viewPapers(tx *sqlite.Tx, c clubNow, rider club.RiderID) (RiderPapers, error) {
	view := RiderPapers{Rider: rider, Expiries: map[string]calendar.Day{}}
	files, err := filesOf(tx, c, rider)
	if err != nil {
		return view, err
	}
	file, has := files[rider]
	if !has {
		return view, club.Refuse(club.CodeRiderNotFound)
	}
	view.FileState = file
	seasons, err := tx.Seasons()
	if err != nil {
		return view, err
	}
	for _, p := range file.Papers {
		view.Expiries[p.Code] = p.ExpiryFrom(c.today, seasons)
	}
	if view.Scans, err = tx.Scans(rider); err != nil {
		return view, err
	}
	view.History, err = tx.PaperHistory(rider)
	return view, err
}

// filesOf is the files of riders on the club's day.
func filesOf(tx *sqlite.Tx, c clubNow, riders ...club.RiderID) (map[club.RiderID]club.FileState, error) {
	return filesOn(tx, c, c.today, c.PapersOn(c.today), riders...)
}

// filesOn is filesOf on any day, of these papers: what expired before it is not held.
func filesOn(tx *sqlite.Tx, c clubNow, day calendar.Day, list []club.AskedPaper, riders ...club.RiderID) (map[club.RiderID]club.FileState, error) {
	files := map[club.RiderID]club.FileState{}
	if len(riders) == 0 {
		return files, nil
	}
	season, err := tx.SeasonOn(c.today)
	if err != nil && !errors.Is(err, sqlite.ErrNotFound) {
		return nil, err
	}
	holders, err := tx.FileHolders(season, day, riders...)
	for _, h := range holders {
		files[h.Rider] = club.FileOn(list, h.Holder, day)
	}
	return files, err
}

// SetPaper is where a paper of a rider stands from now on.
type SetPaper struct {
	State   club.PaperState `json:"state" enum:"missing,received,accepted,refused"`
	Expires calendar.Day    `json:"expires,omitempty" doc:"Last day an accepted paper is good for; by the list's rule when empty"`
	Reason  string          `json:"reason,omitempty" maxLength:"500" doc:"Why it is refused"`
}

// SetPaper writes down where a paper stands. Accepting the last one a link
// waited for releases the link in the same transaction.
func (d *Desk) SetPaper(ctx context.Context, req Request, rider club.RiderID, code string, in SetPaper) (RiderPapers, error) {
	body := struct {
		Rider club.RiderID
		Paper string
		In    SetPaper
	}{rider, code, in}
	return changePapers(ctx, d, req, "setPaper", body, rider, func(tx *sqlite.Tx, c clubNow) error {
		paper, err := c.paper(code)
		if err != nil {
			return err
		}
		held := club.HeldPaper{Code: code, State: in.State}
		switch in.State {
		case club.PaperAccepted:
			if held.Expires, err = c.expiryOf(tx, paper, in.Expires); err != nil {
				return err
			}
		case club.PaperMissing, club.PaperReceived, club.PaperRefused:
		default:
			return club.Refuse(club.CodeInvalid).On("state")
		}
		var reason int64
		if in.State == club.PaperRefused {
			text := clean(in.Reason)
			if text == "" {
				return club.Refuse(club.CodeRequired).On("reason")
			}
			if reason, err = tx.InsertReason(rand.Text(), text); err != nil {
				return err
			}
		}
		return tx.AddPaperState(rider, held, reason, req.Actor)
	})
}

// paper finds a paper on the list of today.
func (c clubNow) paper(code string) (club.AskedPaper, error) {
	list := c.PapersOn(c.today)
	at := slices.IndexFunc(list, func(p club.AskedPaper) bool { return p.Code == code })
	if at < 0 {
		return club.AskedPaper{}, club.Refuse(club.CodePaperNotFound)
	}
	return list[at], nil
}

// expiryOf is the last day a paper accepted today is good for: the one that was
// typed, which has not gone by, or that of the list's rule.
func (c clubNow) expiryOf(tx *sqlite.Tx, paper club.AskedPaper, typed calendar.Day) (calendar.Day, error) {
	if typed == "" {
		seasons, err := tx.Seasons()
		return paper.ExpiryFrom(c.today, seasons), err
	}
	day, err := calendar.ParseDay(string(typed))
	if err != nil || day < c.today {
		return "", club.Refuse(club.CodeBadDay).On("expires")
	}
	return day, nil
}

// changePapers changes a rider's file, releases the links that waited for it
// and shows it.
func changePapers[In any](ctx context.Context, d *Desk, req Request, verb club.Verb, in In, rider club.RiderID, change func(*sqlite.Tx, clubNow) error) (RiderPapers, error) {
	return write(ctx, d, req, verb, in, func(tx *sqlite.Tx) (RiderPapers, error) {
		c, err := loadClub(tx)
		if err != nil {
			return RiderPapers{}, err
		}
		holder, err := heldRider(tx, rider)
		if err != nil {
			return RiderPapers{}, err
		}
		before, err := fileNow(tx, rider)
		if err != nil {
			return RiderPapers{}, err
		}
		if err := change(tx, c); err != nil {
			return RiderPapers{}, err
		}
		if err := actPapers(tx, verb, holder, before); err != nil {
			return RiderPapers{}, err
		}
		if err := releaseLinksFor(tx, c, req.Actor, rider); err != nil {
			return RiderPapers{}, err
		}
		return viewPapers(tx, c, rider)
	})
}

// mostScans is how many scans one paper of a rider holds.
const mostScans = 10

// AddScan keeps a scan of a paper; a paper that was missing, refused or out of
// date is received with it.
func (d *Desk) AddScan(ctx context.Context, req Request, rider club.RiderID, code, name string, content []byte) (RiderPapers, error) {
	sum := sha256.Sum256(content)
	scan := sqlite.Scan{Rider: rider, Paper: code, SHA: hex.EncodeToString(sum[:])}
	scan.Name = clean(name)
	return changePapers(ctx, d, req, "addScan", scan, rider, func(tx *sqlite.Tx, c clubNow) error {
		return addScan(tx, c, req.Actor, scan, content)
	})
}

func addScan(tx *sqlite.Tx, c clubNow, actor club.Actor, scan sqlite.Scan, content []byte) error {
	if _, err := c.paper(scan.Paper); err != nil {
		return err
	}
	var err error
	if scan.Type, err = club.ScanType(content); err != nil {
		return err
	}
	scan.Name = club.ScanName(scan.Name, scan.Type)
	scans, err := tx.Scans(scan.Rider)
	if err != nil {
		return err
	}
	n := 0
	for _, s := range scans {
		if s.Paper == scan.Paper {
			n++
		}
	}
	if n >= mostScans {
		return club.Refuse(club.CodeScansFull).With("max", mostScans)
	}
	if _, err := tx.InsertScan(scan, content, actor); err != nil {
		return err
	}
	files, err := filesOf(tx, c, scan.Rider)
	if err != nil {
		return err
	}
	for _, p := range files[scan.Rider].Papers {
		if p.Code == scan.Paper && (p.State == club.PaperAccepted || p.State == club.PaperReceived) {
			return nil
		}
	}
	return tx.AddPaperState(scan.Rider, club.HeldPaper{Code: scan.Paper, State: club.PaperReceived}, 0, actor)
}

// RemoveScan drops a scan for good; where its paper stands stays as it is.
func (d *Desk) RemoveScan(ctx context.Context, req Request, rider club.RiderID, id int64) (RiderPapers, error) {
	return changePapers(ctx, d, req, "removeScan", id, rider, func(tx *sqlite.Tx, _ clubNow) error {
		return refused(tx.RemoveScan(rider, id, req.Actor), club.CodeScanNotFound)
	})
}

// ScanContent is a scan with what it holds.
func (d *Desk) ScanContent(ctx context.Context, id int64) (sqlite.Scan, []byte, error) {
	type whole struct {
		sqlite.Scan
		content []byte
	}
	found, err := read(ctx, d, "riderPapers", func(tx *sqlite.Tx) (whole, error) {
		scan, err := tx.Scan(id)
		if err != nil {
			return whole{}, refused(err, club.CodeScanNotFound)
		}
		content, err := tx.ScanContent(id)
		return whole{scan, content}, err
	})
	return found.Scan, found.content, err
}
