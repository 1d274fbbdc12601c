package planning_test

import (
	"math/rand/v2"
	"testing"

	"paddock/backend/planning"
)

func TestARiderFindsAHorseWhenNobodyLosesTheLastOneTheyCouldHave(t *testing.T) {
	pony, cob, mare := planning.HorseID(1), planning.HorseID(2), planning.HorseID(3)
	for _, test := range []struct {
		what           string
		others, riders [][]planning.HorseID
		want           bool
	}{
		{"nobody else", nil, [][]planning.HorseID{{pony}}, true},
		{"two riders and one horse", nil, [][]planning.HorseID{{pony}, {pony}}, false},
		{"eight children on ponies leave the horse to a grown-up", [][]planning.HorseID{{pony}, {pony}, {pony}}, [][]planning.HorseID{{mare}}, true},
		{"another takes the other horse", [][]planning.HorseID{{pony, mare}}, [][]planning.HorseID{{mare}}, true},
		{"a chain of three", [][]planning.HorseID{{pony, cob}, {cob, mare}}, [][]planning.HorseID{{cob}}, true},
		{"the chain has no end", [][]planning.HorseID{{pony, cob}, {pony, cob}}, [][]planning.HorseID{{cob}}, false},
		{"whoever nothing suits wants none of them", [][]planning.HorseID{{}}, [][]planning.HorseID{{pony}}, true},
	} {
		if got := planning.Mountable(test.others, test.riders); got != test.want {
			t.Errorf("%s: %v", test.what, got)
		}
	}
}

func TestAHorseThatOneGroupHasAndThenAnotherLeavesTheSecondFree(t *testing.T) {
	ulysse, quartz := planning.HorseID(1), planning.HorseID(2)
	group := [][]planning.HorseID{{ulysse, quartz}}
	rider := [][]planning.HorseID{{ulysse, quartz}}
	if !planning.MountableThrough([][][]planning.HorseID{group, group}, rider) {
		t.Error("one horse serves both groups")
	}
	first, then := [][]planning.HorseID{{ulysse}}, [][]planning.HorseID{{quartz}}
	if planning.MountableThrough([][][]planning.HorseID{first, then}, rider) {
		t.Error("no horse is free through both, though one is at each moment")
	}
	if !planning.MountableThrough(nil, rider) {
		t.Error("nobody else rides")
	}
}

func TestWhoIsMountableIsWhatTryingAllHorsesSays(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 340))
	some := func() (all [][]planning.HorseID) {
		for range random.IntN(4) {
			var fit []planning.HorseID
			for h := planning.HorseID(1); h <= 4; h++ {
				if random.IntN(2) == 0 {
					fit = append(fit, h)
				}
			}
			all = append(all, fit)
		}
		return all
	}
	for range 5_000 {
		others, riders := some(), some()
		want := most(others, 0, 0)+len(riders) == most(append(append([][]planning.HorseID{}, others...), riders...), 0, 0)
		if got := planning.Mountable(others, riders); got != want {
			t.Fatalf("others %v, riders %v: %v", others, riders, got)
		}
	}
}

// most tries every way to give these riders horses; taken is a bit for each horse.
func most(riders [][]planning.HorseID, at int, taken uint) int {
	if at == len(riders) {
		return 0
	}
	best := most(riders, at+1, taken)
	for _, h := range riders[at] {
		if bit := uint(1) << h; taken&bit == 0 {
			best = max(best, 1+most(riders, at+1, taken|bit))
		}
	}
	return best
}
