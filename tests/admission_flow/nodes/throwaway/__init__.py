"""An application of flows that exist for these tests only; a node is stored under the application of its flow."""
