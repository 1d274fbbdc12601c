package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"paddock/backend/api"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// racers is how many requests try at once for one place; make torture sends
// 10,000 (PERFORMANCE R10).
var racers = flag.Int("racers", 200, "requests for the last place")

// connections is how many of them are under way at the same time.
const connections = 50

// TestTheLastPlaceGoesOnceOverHTTP sends requests of many screens for one place
// over real connections: one is answered 200, every other is a problem with its
// code. The control is a lesson with room for all.
func TestTheLastPlaceGoesOnceOverHTTP(t *testing.T) {
	d, err := desk.Open(t.Context(), desk.Options{Dir: t.TempDir(), Version: "test", Keys: desk.FileKeys(filepath.Join(t.TempDir(), "keys"))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	made, err := d.MakeSample(t.Context(), desk.Request{}, desk.Sample{Riders: 60, Years: 1, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	riders, err := d.ListRiders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(api.Desk(d, "test"))
	t.Cleanup(server.Close)
	client := server.Client()
	client.Transport.(*http.Transport).MaxIdleConnsPerHost = connections

	day := calendar.DayOf(time.Now(), time.UTC).AddDays(3)
	lesson := func(capacity int) planning.LessonID {
		planned, err := d.AddLesson(t.Context(), desk.Request{Actor: made.Session.Person}, desk.LessonForm{Day: day, Reason: "test",
			Shape: planning.Shape{Kind: planning.Group, Name: fmt.Sprint("Room for ", capacity), Start: 5 * 60, Minutes: 30, Capacity: capacity}})
		if err != nil {
			t.Fatal(err)
		}
		return planned.ID
	}
	for _, test := range []struct {
		capacity, want int
	}{{1, 1}, {200, min(len(riders), *racers)}} {
		won, took := 0, []time.Duration{}
		var wait sync.WaitGroup
		var mutex sync.Mutex
		queue, seat := make(chan int), lesson(test.capacity)
		for range connections {
			wait.Go(func() {
				for n := range queue {
					body := fmt.Sprintf(`{"lesson":%d,"rider":%d,"by":"given","reason":"race"}`, seat, riders[n%len(riders)].ID)
					request, _ := http.NewRequest("POST", server.URL+"/api/desk/bookings", bytes.NewBufferString(body))
					request.Header.Set("Content-Type", "application/json")
					request.Header.Set("Idempotency-Key", fmt.Sprintf("race-%d-%06d", test.capacity, n))
					begun := time.Now()
					answer, err := client.Do(request)
					if err != nil {
						t.Error(err)
						continue
					}
					var problem api.Problem
					err = json.NewDecoder(answer.Body).Decode(&problem)
					answer.Body.Close()
					mutex.Lock()
					took = append(took, time.Since(begun))
					switch {
					case err != nil:
						t.Error(err)
					case answer.StatusCode == http.StatusOK:
						won++
					case answer.StatusCode >= 500 || problem.Code != club.CodeLessonFull && problem.Code != club.CodeBookedTwice:
						t.Errorf("not a clean refusal: %d %+v", answer.StatusCode, problem)
					}
					mutex.Unlock()
				}
			})
		}
		for n := range *racers {
			queue <- n
		}
		close(queue)
		wait.Wait()
		slices.Sort(took)
		t.Logf("%d places: %d of %d, 99 in 100 within %s", test.capacity, won, *racers, took[len(took)*99/100])
		if won != test.want {
			t.Errorf("%d places went %d times, want %d", test.capacity, won, test.want)
		}
	}
}
