"""The projects of each contact leader (联系区领导), and what is stuck among them."""
