"""What stands between the network and the routes, as plain ASGI middleware, the outermost first.

request_id → (CORS) → last_resort → receipt → (operators' guard) → rate_limit → concurrency → routes
"""
