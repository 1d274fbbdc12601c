package mail

// ParseUnguarded is Parse without the net under it, so that a test sees a panic.
var ParseUnguarded = parse

// Bisect finds the mails that a server refuses.
var Bisect = bisect
