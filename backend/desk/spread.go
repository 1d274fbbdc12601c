package desk

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// share is how many pieces of work a processor takes at a time.
const share = 32

// spread does n pieces of work on all processors. They share nothing that one of
// them changes. A panic is the caller's.
func spread(n int, do func(i int)) {
	var taken atomic.Int64
	var all sync.WaitGroup
	var failed atomic.Value
	for range min(runtime.GOMAXPROCS(0), (n+share-1)/share) {
		all.Go(func() {
			defer func() {
				if why := recover(); why != nil {
					failed.Store(failure{why})
				}
			}()
			for from := int(taken.Add(share)) - share; from < n; from = int(taken.Add(share)) - share {
				for i := from; i < min(from+share, n); i++ {
					do(i)
				}
			}
		})
	}
	all.Wait()
	if why, has := failed.Load().(failure); has {
		panic(why.with)
	}
}

// failure is what a piece of work panicked with.
type failure struct{ with any }
