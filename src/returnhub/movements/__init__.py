"""From proposal to authority: decision, approval, notices, acceptance, exit plan, departure, breach."""
