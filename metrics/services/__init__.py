"""Service requests (要素保障): limits in working days, in time by department, what is open about land."""
