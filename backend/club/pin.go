package club

import (
	"log/slog"
	"strings"
	"time"
)

// PIN is what a person types to sit down at the desk: four to eight digits. It
// is never printed, logged or written as JSON: only its hash is kept.
type PIN string

const hidden = "••••"

// String hides it from %v and from logs.
func (PIN) String() string { return hidden }

// GoString hides it from %#v.
func (PIN) GoString() string { return hidden }

// LogValue hides it from structured logs.
func (PIN) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalJSON leaves it out, also from what idempotency keys stand for: a plain
// hash of four digits is soon guessed.
func (PIN) MarshalJSON() ([]byte, error) { return []byte(`""`), nil }

// Check refuses what is not four to eight digits, and what everybody tries
// first: one digit throughout, or digits in a row (0000, 1234, 4321).
func (p PIN) Check() error {
	if len(p) < 4 || len(p) > 8 || strings.Trim(string(p), "0123456789") != "" {
		return Refuse(CodePinForm).With("min", 4).With("max", 8)
	}
	step := int(p[1]) - int(p[0])
	for i := 2; i < len(p); i++ {
		if int(p[i])-int(p[i-1]) != step {
			return nil
		}
	}
	if step < -1 || step > 1 {
		return nil
	}
	return Refuse(CodePinEasy)
}

// PINMemory is how long a wrong PIN counts.
const PINMemory = time.Hour

// PINWait is how long after the last wrong PIN of somebody the next may be
// tried, by how many they had in the last hour (PINMemory). Four are free, then
// each costs twice the time of the one before, up to 40 seconds. So one account
// sees fewer than 100 wrong tries in any hour (ASVS 2.2.1), and whoever knows
// the PIN never waits longer than that, however many others guessed before.
func PINWait(failures int) time.Duration {
	const free, most = 4, 40 * time.Second
	if failures < free {
		return 0
	}
	if failures > free+5 {
		return most
	}
	return time.Second << (failures - free)
}
