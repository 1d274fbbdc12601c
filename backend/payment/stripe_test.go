package payment_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"paddock/backend/payment"
)

// stripeMock runs Stripe's own stand-in, which knows the description of its whole
// interface and refuses what is not in it; it keeps no states. Returns its address.
func stripeMock(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	run := exec.Command("../../.cache/stripe-mock", "-http-addr", address)
	if err := run.Start(); err != nil {
		t.Fatalf("no stripe-mock: build/install.sh test makes it (%v)", err)
	}
	t.Cleanup(func() {
		_ = run.Process.Kill()
		_ = run.Wait()
	})
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", address); err == nil {
			_ = conn.Close()
			return "http://" + address
		}
		if time.Now().After(until) {
			t.Fatal("stripe-mock does not listen")
		}
	}
}

func TestStripeTakesEveryRequestInTheShapeItIsSent(t *testing.T) {
	base := stripeMock(t)
	stripe := payment.Stripe{Key: "sk_test_123", Base: base}
	ctx := context.Background()
	made, err := stripe.Create(ctx, payment.Asked{Key: "paddock-1", Cents: 3500, Reference: "RF18539007547034", Text: "Écuries de Vaubrun", Language: "fr"})
	if err != nil || made.ID == "" || !strings.HasPrefix(made.URL, "https://") {
		t.Fatalf("create: %+v, %v", made, err)
	}
	if _, err := stripe.Look(ctx, made.ID); err != nil {
		t.Errorf("look: %v", err)
	}
	if err := stripe.Close(ctx, made.ID, asked("k1").At); err != nil {
		t.Errorf("close: %v", err)
	}
	// The control: a field that is not in the description is refused.
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/v1/payment_links", strings.NewReader(url.Values{"line_items[0][sum]": {"3500"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer sk_test_123")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusBadRequest {
		t.Errorf("a wrong shape is answered with %s", answer.Status)
	}
}
