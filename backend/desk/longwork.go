package desk

import (
	"context"
	"errors"
	"slices"
	"sync"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// atOnce is how many invoices of a long work are one transaction: many share a
// sync of the disk, others at the desk wait for none of them noticeably, and
// their entries stay below what a sudden stop may take from the seal log.
const atOnce = journal.MostBehind / 4

// Work is something long that goes on while the desk is used: how far it is,
// and then what came of it, until somebody has read that.
type Work struct {
	ID       int64               `json:"id"`
	What     string              `json:"what" enum:"printInvoices,invoiceMany,previewStatement,importStatement,verify"`
	About    string              `json:"about" doc:"The file, of a statement of the bank"`
	Doing    bool                `json:"doing" doc:"Ask again while it is"`
	Done     int64               `json:"done" doc:"Of total: invoices printed, families, or hundredths of a statement or proof"`
	Total    int64               `json:"total"`
	Stopped  bool                `json:"stopped" doc:"Somebody stopped it; what was done stands"`
	Failure  *Obstacle           `json:"failure,omitempty" doc:"Why it ended before it was through; what was done stands"`
	Invoices []billing.InvoiceID `json:"invoices" nullable:"false" doc:"Printed or issued, once it has ended"`
	Cents    money.Cents         `json:"cents" doc:"Their sum, when it issued them"`
	Refused  []RefusedFamily     `json:"refused" nullable:"false" doc:"Families it could not invoice, once it has ended"`
	Paper    bool                `json:"paper" doc:"There is a file to print or save"`

	Read       *BankRead              `json:"read" doc:"What a statement says, once it has been looked at"`
	Statements []sqlite.BankStatement `json:"statements" nullable:"false" doc:"Stored of a file, once it has ended"`
	Proof      *Proof                 `json:"proof" doc:"What a check of the books found, once it has ended"`
}

// RefusedFamily is a family that a long work left out, and why; the text is
// error.CODE.
type RefusedFamily struct {
	Household club.HouseholdID `json:"household"`
	Name      string           `json:"name"`
	Obstacle
}

// longWork is one of them with whose it is.
type longWork struct {
	actor     int64
	key, hash string
	work      *work

	mutex sync.Mutex // guards what follows, but for the number
	made  Work
	paper []byte
}

// worksKept is how many results wait to be read; the oldest makes room.
const worksKept = 8

// beginLong starts a long work for a request. A request that is repeated finds the
// work it began.
func (d *Desk) beginLong(ctx context.Context, req Request, verb club.Verb, in any, total int, do func(context.Context, *longWork, steps) error) (Work, error) {
	hash, err := bodyHash(verb, in)
	if err != nil {
		return Work{}, err
	}
	if l := d.works.of(req.Actor.ID, req.Key); l != nil {
		if l.hash != hash {
			return Work{}, club.Refuse(club.CodeKeyReused)
		}
		return l.view(ctx), nil
	}
	l := &longWork{actor: req.Actor.ID, key: req.Key, hash: hash, made: Work{What: string(verb)}}
	l.work = d.works.start(string(verb), nil, func(ctx context.Context, w *work) error {
		w.total.Store(int64(total))
		return do(ctx, l, w.step(ctx))
	}, func(_ *work, err error) { l.ended(d, err) })
	d.works.hold(l)
	return l.view(ctx), nil
}

// beginInParts begins what is counted in hundredths, for who may ask the verb.
func (d *Desk) beginInParts(ctx context.Context, req Request, verb club.Verb, in any, about string, do func(context.Context, *longWork, steps) error) (Work, error) {
	_, err := read(As(ctx, req.Actor), d, verb, func(*sqlite.Tx) (struct{}, error) { return struct{}{}, nil })
	if err != nil {
		return Work{}, err
	}
	return d.beginLong(ctx, req, verb, in, 100, func(ctx context.Context, l *longWork, step steps) error {
		l.result(func(l *longWork) { l.made.About = about })
		if err := do(As(ctx, req.Actor), l, step); err != nil {
			return err
		}
		_ = step(100, 100)
		return nil
	})
}

// part tells how far a part of a work is in hundredths of the whole.
func (s steps) part(from, to int) steps {
	return func(done, total int) error { return s(from+(to-from)*done/max(total, 1), 100) }
}

// of finds the work that a request began; nil when it is none that is held.
func (all *works) of(actor int64, key string) *longWork {
	return all.find(func(l *longWork) bool { return key != "" && l.actor == actor && l.key == key })
}

func (all *works) find(is func(*longWork) bool) *longWork {
	all.mutex.Lock()
	defer all.mutex.Unlock()
	if at := slices.IndexFunc(all.long, is); at >= 0 {
		return all.long[at]
	}
	return nil
}

// hold gives a work its number and lets go of the oldest that has ended.
func (all *works) hold(l *longWork) {
	all.mutex.Lock()
	defer all.mutex.Unlock()
	all.started++
	l.made.ID = all.started
	if len(all.long) >= worksKept {
		if at := slices.IndexFunc(all.long, func(old *longWork) bool { return !all.under[old.work] }); at >= 0 {
			all.long = slices.Delete(all.long, at, at+1)
		}
	}
	all.long = append(all.long, l)
}

// ended keeps how a work came out.
func (l *longWork) ended(d *Desk, err error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	var refusal *club.Error
	switch {
	case err == nil, errors.Is(err, errClosing):
	case errors.Is(err, club.Refuse(club.CodeStopped)):
		l.made.Stopped = true
	case errors.As(err, &refusal):
		l.made.Failure = &Obstacle{refusal.Code, refusal.Params}
	default:
		d.log.Error("work", "what", l.made.What, "error", err)
		l.made.Failure = &Obstacle{Code: club.CodeWorkFailed}
	}
}

// result reads or writes what a work has made.
func (l *longWork) result(touch func(*longWork)) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	touch(l)
}

// view shows a work, after a short wait for its end: a small one needs no second
// question.
func (l *longWork) view(ctx context.Context) Work {
	l.work.settle(ctx)
	return l.now()
}

// now shows a work as it stands.
func (l *longWork) now() Work {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	view := l.made
	view.Done, view.Total = l.work.done.Load(), l.work.total.Load()
	select {
	case <-l.work.ended:
		view.Paper = len(l.paper) > 0
	default:
		view.Doing, view.Invoices, view.Refused, view.Read, view.Statements, view.Proof = true, nil, nil, nil, nil, nil
	}
	if view.Invoices == nil {
		view.Invoices = []billing.InvoiceID{}
	}
	if view.Statements == nil {
		view.Statements = []sqlite.BankStatement{}
	}
	if view.Refused == nil {
		view.Refused = []RefusedFamily{}
	}
	return view
}

// Works lists the long works of who asks whose result nobody has read yet, the
// oldest first.
func (d *Desk) Works(ctx context.Context) ([]Work, error) {
	views := []Work{}
	actor, err := d.mayLookAtWorks(ctx)
	if err != nil {
		return views, err
	}
	d.works.mutex.Lock()
	mine := slices.Clone(d.works.long)
	d.works.mutex.Unlock()
	for _, l := range mine {
		if l.actor == actor.ID {
			views = append(views, l.now())
		}
	}
	return views, nil
}

func (d *Desk) mayLookAtWorks(ctx context.Context) (club.Actor, error) {
	return read(ctx, d, "works", func(*sqlite.Tx) (club.Actor, error) {
		actor, _ := asker(ctx)
		return actor, nil
	})
}

// longWork finds a work of who asks.
func (d *Desk) longWork(ctx context.Context, id int64) (*longWork, error) {
	actor, err := d.mayLookAtWorks(ctx)
	if err != nil {
		return nil, err
	}
	l := d.works.find(func(l *longWork) bool { return l.made.ID == id && l.actor == actor.ID })
	if l == nil {
		return nil, club.Refuse(club.CodeWorkGone)
	}
	return l, nil
}

// StopWork stops a work after the invoices that are being written; those before
// it stand. Of a statement nothing is stored, of a proof nothing is known.
func (d *Desk) StopWork(ctx context.Context, id int64) (Work, error) {
	l, err := d.longWork(ctx, id)
	if err != nil {
		return Work{}, err
	}
	l.work.stop(club.Refuse(club.CodeStopped))
	return l.view(ctx), nil
}

// CloseWork lets go of a result that was read, and of its file. One that is
// under way is stopped.
func (d *Desk) CloseWork(ctx context.Context, id int64) error {
	l, err := d.longWork(ctx, id)
	if err != nil {
		return err
	}
	l.work.stop(club.Refuse(club.CodeStopped))
	d.works.mutex.Lock()
	defer d.works.mutex.Unlock()
	d.works.long = slices.DeleteFunc(d.works.long, func(other *longWork) bool { return other == l })
	return nil
}

// WorkPaper is the file that a work has made.
func (d *Desk) WorkPaper(ctx context.Context, id int64) (paper []byte, err error) {
	l, err := d.longWork(ctx, id)
	if err != nil {
		return nil, err
	}
	l.result(func(l *longWork) { paper = l.paper })
	if len(paper) == 0 {
		return nil, club.Refuse(club.CodeWorkGone)
	}
	return paper, nil
}
