package desk

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
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

// briefly is how long an answer waits for work to end, so that a small one needs
// no second question.
const briefly = 250 * time.Millisecond

// settle waits briefly for the end.
func (w *work) settle(ctx context.Context) {
	limit := time.NewTimer(briefly)
	defer limit.Stop()
	select {
	case <-w.ended:
	case <-limit.C:
	case <-ctx.Done():
	}
}

// Why a work is ended by the program itself.
var (
	errReplaced = errors.New("the list was changed")
	errClosing  = errors.New("the desk is being closed")
)

// safely does something whose panic is an error: one mail or work never ends the others.
func safely(do func() error) (err error) {
	defer func() {
		if said := recover(); said != nil {
			err = fmt.Errorf("panic: %v\n%s", said, debug.Stack())
		}
	}()
	return do()
}

// works are what the desk does in the background: lists of members are read
// there, and long works that somebody waits for.
type works struct {
	running sync.WaitGroup
	mutex   sync.Mutex // guards what follows
	under   map[*work]bool
	long    []*longWork // not read yet, the newest last
	started int64
}

// start does something in the background, once what was under way before it has
// ended. ended is told how it came out.
func (all *works) start(what string, before *work, do func(context.Context, *work) error, ended func(*work, error)) *work {
	ctx, stop := context.WithCancelCause(context.Background())
	w := &work{what: what, stop: stop, ended: make(chan struct{})}
	all.mutex.Lock()
	defer all.mutex.Unlock()
	if all.under == nil {
		all.under = map[*work]bool{}
	}
	all.under[w] = true
	all.running.Go(func() {
		defer close(w.ended)
		if before != nil {
			<-before.ended
		}
		err := safely(func() error { return do(ctx, w) })
		if cause := context.Cause(ctx); err != nil && cause != nil {
			err = cause
		}
		stop(nil)
		ended(w, err)
		all.mutex.Lock()
		defer all.mutex.Unlock()
		delete(all.under, w)
	})
	return w
}

// close ends all that is under way and waits for it.
func (all *works) close() {
	all.mutex.Lock()
	for w := range all.under {
		w.stop(errClosing)
	}
	all.mutex.Unlock()
	all.running.Wait()
}
