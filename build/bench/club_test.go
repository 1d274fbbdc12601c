//go:build bench

package bench

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// root is the repository, from this package.
const root = "../.."

// today is the present day of the sample club, and noon its clock.
const today calendar.Day = "2026-10-07"

func noon() time.Time { return time.Date(2026, 10, 7, 10, 0, 0, 0, time.UTC) }

// tenYears makes the ten-year club once for each form its sample can take. Newer
// migrations bring it up to date when it is opened, as they do any club.
func tenYears(t *testing.T) string {
	t.Helper()
	hash := sha256.New()
	for _, pattern := range []string{"backend/desk/sample*.go", "backend/desk/starter.go"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			hash.Write(raw)
		}
	}
	kept := filepath.Join(root, ".cache", "bench", "club-"+hex.EncodeToString(hash.Sum(nil))[:12])
	if _, err := os.Stat(filepath.Join(kept, "made")); err == nil {
		return kept
	}
	if err := os.RemoveAll(filepath.Dir(kept)); err != nil { // a club of another form
		t.Fatal(err)
	}
	d := open(t, kept)
	var err error
	making := took(func() {
		_, err = d.MakeSample(context.Background(), desk.Request{}, desk.Sample{Riders: 3000, Years: 10, Seed: 1, Today: today})
		err = errors.Join(err, d.Close())
	})
	if err == nil {
		floor := took(func() { openBare(t) })
		err = os.WriteFile(filepath.Join(kept, "made"), fmt.Appendf(nil, "%s %s %s", making.wall, making.work, floor.work), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// mostMade is how many times the bare club of as many sales the processors may work to
// make ten years. A statement that walks a table which grows shows here.
const mostMade = 60

// TestTenYearsAreMade prints what the club took to make, whenever it was.
func TestTenYearsAreMade(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(tenYears(t), "made"))
	if err != nil {
		t.Fatal(err)
	}
	var took [3]time.Duration
	for i, text := range strings.Fields(string(raw)) {
		if took[i], err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	ratio := float64(took[1]) / float64(took[2])
	fmt.Printf("ours_demo once %s work %s goal 3m0s floor work %s A %.1f most %d\n", took[0], took[1], took[2], ratio, mostMade)
	if ratio > mostMade {
		t.Errorf("ten years take %.1f times their floor to make; they may take %d", ratio, mostMade)
	}
}

// copied is the ten-year club in a folder of its own, to be sold in.
func copied(t *testing.T) string {
	t.Helper()
	from := tenYears(t)
	dir, err := os.MkdirTemp(filepath.Dir(from), "run-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if out, err := exec.Command("cp", "-a", "--reflink=auto", from+"/.", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

func open(t *testing.T, dir string) *desk.Desk {
	t.Helper()
	d, err := desk.Open(context.Background(), desk.Options{
		Dir: dir, Version: "bench", Now: noon, Keys: desk.FileKeys(filepath.Join(dir, "keys")),
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// counter is an open desk with somebody at it.
type counter struct {
	*desk.Desk
	t     *testing.T
	dir   string
	owner club.Actor
	keys  int
}

func atCounter(t *testing.T) *counter {
	t.Helper()
	dir := copied(t)
	d := open(t, dir)
	t.Cleanup(func() { d.Close() })
	owner, err := d.Person(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	return &counter{Desk: d, t: t, dir: dir, owner: owner}
}

// request is a new request of the owner, as a screen sends it.
func (c *counter) request() desk.Request {
	c.keys++
	return desk.Request{Actor: c.owner, Key: fmt.Sprint("bench-", c.keys)}
}

// asked is the context of a question of the owner.
func (c *counter) asked() context.Context { return desk.As(ctx, c.owner) }

func (c *counter) must(err error) {
	if err != nil {
		c.t.Helper()
		c.t.Fatal(err)
	}
}
