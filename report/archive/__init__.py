"""Archive: every edition found, proved and restored: OCFL 1.1, PREMIS 3.0, BagIt 1.0, RO-Crate."""
