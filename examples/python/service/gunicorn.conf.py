"""How gunicorn runs the service: it reads this file in the folder where it starts."""

bind = "127.0.0.1:8000"
workers = 4
# Handles are made once, before the workers are forked, and go on in each of them.
preload_app = True
# Workers come and go; what they counted stays.
max_requests = 1000
max_requests_jitter = 100
