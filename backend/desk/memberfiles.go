package desk

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// memberFiles are the lists people are looking at before they import them. They
// are in memory alone: nothing of a list is kept before somebody says so.
type memberFiles struct {
	mutex sync.Mutex
	open  []*memberFile // the newest last
}

// filesOpen is how many lists are held at once; the oldest makes room.
const filesOpen = 4

// memberFile is one of them, with what is being done to it.
type memberFile struct {
	id   string
	name string
	kind string // what the list holds

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

// begin does something to a list in the background, after what is under way was
// told to end. f.mutex is held; an import is not interrupted so.
func (d *Desk) begin(f *memberFile, what string, do func(context.Context, *work) error) {
	before := f.work
	if before != nil {
		before.stop(errReplaced)
	}
	f.failure = nil
	f.work = d.works.start(what, before, do, func(w *work, err error) {
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

// settle waits briefly for what is under way.
func (f *memberFile) settle(ctx context.Context) {
	f.mutex.Lock()
	w := f.work
	f.mutex.Unlock()
	if w != nil {
		w.settle(ctx)
	}
}

// add holds a list and lets go of the oldest.
func (m *memberFiles) add(name, kind string) *memberFile {
	f := &memberFile{id: rand.Text(), name: name, kind: kind}
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
