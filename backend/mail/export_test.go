package mail

import "testing"

// ParseUnguarded is Parse without the net under it, so that a test sees a panic.
var ParseUnguarded = parse

// Bisect finds the mails that a server refuses.
var Bisect = bisect

// WithoutLimits looks at all of a mail until the test ends.
func WithoutLimits(t *testing.T) {
	parts, text, files, subject, to := maxParts, maxTextBytes, maxAttachments, maxSubject, maxAddresses
	maxParts, maxTextBytes, maxAttachments, maxSubject, maxAddresses = 1<<30, 1<<30, 1<<30, 1<<20, 1<<30
	t.Cleanup(func() {
		maxParts, maxTextBytes, maxAttachments, maxSubject, maxAddresses = parts, text, files, subject, to
	})
}
