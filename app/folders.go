package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// dataDir is where a club's data lives when nobody says otherwise. WebKit keeps
// its own files in the system's data folder under the program's name, so the
// club has a folder of its own inside.
func dataDir() (string, error) {
	switch runtime.GOOS {
	case "windows": // the local folder: a roaming profile lives on a network disk, where SQLite is not safe
		base, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("find data folder: %w", err)
		}
		return filepath.Join(base, "Paddock", "club"), nil
	case "darwin":
		base, err := os.UserConfigDir()
		if err != nil {
			return "", fmt.Errorf("find data folder: %w", err)
		}
		return filepath.Join(base, "Paddock", "club"), nil
	}
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "paddock", "club"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find data folder: %w", err)
	}
	return filepath.Join(home, ".local", "share", "paddock", "club"), nil
}

// configFile names a file of the program itself, such as the window's size.
func configFile(name string) (string, error) {
	base, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find settings folder: %w", err)
	}
	return filepath.Join(base, "paddock", name), nil
}

// loadConfig reads such a file into value. It reports false where the file is
// missing or damaged: the program starts as if it were new, which is no reason
// to bother anybody.
func loadConfig(file string, value any) bool {
	name, err := configFile(file)
	if err != nil {
		return false
	}
	raw, err := os.ReadFile(name)
	return err == nil && json.Unmarshal(raw, value) == nil
}

// saveConfig writes such a file.
func saveConfig(file string, value any) error {
	name, err := configFile(file)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("make settings folder: %w", err)
	}
	if err := os.WriteFile(name, append(raw, '\n'), 0o600); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

// logLimit is the size from which the last run's log makes room for a new one.
const logLimit = 1 << 20

// openLog opens the file where the window tells its faults: a program started
// from a menu has no terminal to tell them in.
func openLog() (*os.File, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("find log folder: %w", err)
	}
	name := filepath.Join(base, "paddock", "paddock.log")
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("make log folder: %w", err)
	}
	if info, err := os.Stat(name); err == nil && info.Size() > logLimit {
		if err := os.Rename(name, name+".1"); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("set log aside: %w", err)
		}
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	return file, nil
}
