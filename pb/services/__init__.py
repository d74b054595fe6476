"""What every act must use: the unit of work, the actor, the trail of deeds, papers, messages."""
