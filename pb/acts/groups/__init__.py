"""What people do with initiative groups: found, join, lead and leave them; enter and register."""
