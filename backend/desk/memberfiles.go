package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// memberFiles are the lists people are looking at before they import them. They
// are in memory alone: nothing of a list is kept before somebody says so.
type memberFiles struct {
	mutex sync.Mutex
	open  []*memberFile // the newest last
	works sync.WaitGroup
}

// filesOpen is how many lists are held at once; the oldest makes room.
const filesOpen = 4

// memberFile is one of them, with what is being done to it.
type memberFile struct {
	id   string
	name string

	mutex    sync.Mutex // guards what follows
	list     memberList
	read     bool // list holds something
	checked  memberCheck
	imported *MembersImported // once it is
	failure  error            // of the last thing that was done
	work     *work
}

// What is done to a list in the background.
const (
	doingRead   = "reading"
	doingCheck  = "checking"
	doingImport = "importing"
)

// work is something under way in the background. Progress is asked for and not
// sent (ARCHITECTURE, trap 7).
type work struct {
	what        string
	done, total atomic.Int64
	stop        context.CancelCauseFunc
	ended       chan struct{}
}

func (w *work) step(ctx context.Context) steps {
	return func(done, total int) error {
		w.done.Store(int64(done))
		w.total.Store(int64(total))
		return context.Cause(ctx)
	}
}

// errReplaced ends a check whose list was changed meanwhile.
var errReplaced = errors.New("the list was changed")

// begin does something to a list in the background, after what is under way was
// told to end. f.mutex is held; an import is not interrupted so.
func (d *Desk) begin(f *memberFile, what string, do func(context.Context, *work) error) {
	before := f.work
	if before != nil {
		before.stop(errReplaced)
	}
	ctx, stop := context.WithCancelCause(context.Background())
	w := &work{what: what, stop: stop, ended: make(chan struct{})}
	f.work, f.failure = w, nil
	d.files.works.Go(func() {
		defer close(w.ended)
		if before != nil {
			<-before.ended
		}
		err := do(ctx, w)
		if cause := context.Cause(ctx); err != nil && cause != nil {
			err = cause
		}
		stop(nil)
		f.keep(w, func() { f.work, f.failure = nil, err })
	})
}

// keep writes what a work found, unless another has taken its place.
func (f *memberFile) keep(w *work, write func()) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.work == w {
		write()
	}
}

// briefly is how long an answer waits for work to end, so that a small list
// needs no second question.
const briefly = 250 * time.Millisecond

// settle waits briefly for what is under way.
func (f *memberFile) settle(ctx context.Context) {
	f.mutex.Lock()
	w := f.work
	f.mutex.Unlock()
	if w == nil {
		return
	}
	limit := time.NewTimer(briefly)
	defer limit.Stop()
	select {
	case <-w.ended:
	case <-limit.C:
	case <-ctx.Done():
	}
}

// add holds a list and lets go of the oldest.
func (m *memberFiles) add(name string) *memberFile {
	f := &memberFile{id: rand.Text(), name: name}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if len(m.open) == filesOpen {
		m.open[0].end(errReplaced)
		m.open = m.open[1:]
	}
	m.open = append(m.open, f)
	return f
}

// lookedAt finds a list for who may look at lists at all.
func (d *Desk) lookedAt(ctx context.Context, id string) (*memberFile, error) {
	if err := d.mayLookAtLists(ctx); err != nil {
		return nil, err
	}
	return d.files.find(id)
}

func (d *Desk) mayLookAtLists(ctx context.Context) error {
	_, err := read(ctx, d, "checkMembers", func(*sqlite.Tx) (struct{}, error) { return struct{}{}, nil })
	return err
}

func (m *memberFiles) find(id string) (*memberFile, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	at := slices.IndexFunc(m.open, func(f *memberFile) bool { return f.id == id })
	if at < 0 {
		return nil, club.Refuse(club.CodeFileGone)
	}
	return m.open[at], nil
}

func (m *memberFiles) drop(f *memberFile) {
	f.end(errReplaced)
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.open = slices.DeleteFunc(m.open, func(other *memberFile) bool { return other == f })
}

// end tells what is under way to stop and why.
func (f *memberFile) end(why error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.work != nil {
		f.work.stop(why)
	}
}

// close ends all that is under way and waits for it.
func (m *memberFiles) close() {
	m.mutex.Lock()
	for _, f := range m.open {
		f.end(errReplaced)
	}
	m.mutex.Unlock()
	m.works.Wait()
}
