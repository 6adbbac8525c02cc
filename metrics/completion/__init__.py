"""Investment completion (投资完成): rates, pace, lights, and why they changed."""
