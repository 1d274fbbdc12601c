package club

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAPINIsFourToEightDigitsThatNobodyTriesFirst(t *testing.T) {
	for pin, want := range map[PIN]Code{
		"": CodePinForm, "739": CodePinForm, "739204815": CodePinForm, "73a9": CodePinForm, "７３９２": CodePinForm, " 7392": CodePinForm,
		"0000": CodePinEasy, "1234": CodePinEasy, "87654321": CodePinEasy,
		"7392": "", "1357": "", "11112": "", "12345679": "",
	} {
		err := pin.Check()
		var refusal *Error
		if want == "" && err != nil || want != "" && (!errors.As(err, &refusal) || refusal.Code != want) {
			t.Errorf("%q: %v, want %q", string(pin), err, want)
		}
	}
}

func TestAPINNeverShowsItself(t *testing.T) {
	in := struct{ PIN PIN }{"7392"}
	raw, err := json.Marshal(in)
	if text := fmt.Sprintf("%v %+v %#v %s %q %s", in, in, in, in.PIN, in.PIN, raw); err != nil || strings.Contains(text, "7392") {
		t.Errorf("%s, %v", text, err)
	}
}

// However somebody spreads their guesses, no hour sees a hundred.
func TestNoHourSeesAHundredWrongPINs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tried []time.Duration
		for at := time.Duration(0); at < 5*time.Hour; {
			last, recent := time.Duration(-1), 0
			for _, f := range tried {
				if at-f < PINMemory {
					last, recent = f, recent+1
				}
			}
			if recent > 0 && at < last+PINWait(recent) {
				at = last + PINWait(recent)
				continue
			}
			tried = append(tried, at)
			if rapid.Float64().Draw(t, "patience") > 0.98 {
				at += time.Duration(rapid.Int64Range(0, int64(90*time.Minute)).Draw(t, "pause"))
			}
		}
		for i, first := range tried {
			n := 0
			for _, f := range tried[i:] {
				if f-first < time.Hour {
					n++
				}
			}
			if n > 100 {
				t.Fatalf("%d tries within an hour", n)
			}
		}
	})
}
